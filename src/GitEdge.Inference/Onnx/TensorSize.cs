namespace GitEdge.Inference.Onnx;

/// <summary>
/// Holds what a tensor says it has (TensorProto of onnx/onnx.proto) against the bytes it brings: a few bytes must not make
/// the runtime take gigabytes before anything is run.
/// </summary>
internal struct TensorSize
{
    /// <summary>Elements of a sparse tensor once it is written out, which the runtime does when it loads the model.</summary>
    public const long MostSparse = 1L << 29;

    private const int MostDimensions = 64;

    private long _elements = 1;
    private int _dimensions;

    /// <summary>Of a scalar, until dimensions are added.</summary>
    public TensorSize()
    {
    }

    /// <summary>Number of elements.</summary>
    public readonly long Elements => _elements;

    /// <summary>Reads a <c>dims</c> field, packed or not.</summary>
    /// <exception cref="InvalidDataException">A dimension is negative, there are too many, or their product has more than 63 bits.</exception>
    public void ReadDimensions(ref ProtoReader reader, ProtoWire wire)
    {
        if (wire == ProtoWire.Varint)
        {
            Add((long)reader.ReadVarint());
            return;
        }
        var packed = new ProtoReader(reader.ReadBytes());
        while (packed.Position < packed.Length)
            Add((long)packed.ReadVarint());
    }

    /// <summary>Refuses more elements than the bytes of the whole tensor can hold.</summary>
    /// <exception cref="InvalidDataException">They cannot.</exception>
    public readonly void Require(string name, int bytes)
    {
        // The smallest elements have two bits.
        if (_elements / 4 > bytes)
            throw new InvalidDataException($"tensor '{name}' says it has {_elements} elements, in {bytes} bytes");
    }

    private void Add(long dimension)
    {
        if (dimension < 0 || ++_dimensions > MostDimensions)
            throw new InvalidDataException($"a tensor of dimension {dimension}, the {_dimensions}. of it");
        var product = (Int128)_elements * dimension;
        _elements = product <= long.MaxValue ? (long)product : throw new InvalidDataException("a tensor of more elements than can be counted");
    }
}
