using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// One input of one run: memory that stays, and the runtime's value over it, which is made anew only when the shape or
/// the memory changes.
/// </summary>
internal sealed class InputSlot(TensorSpec spec) : IDisposable
{
    /// <summary>Bytes of a tensor beyond which its memory is not kept for the next request.</summary>
    public const int LargestKept = 8 << 20;

    private readonly NativeBuffer _buffer = new();
    private long[]? _shape;
    private bool _bound;

    public TensorSpec Spec => spec;

    /// <summary>Room for counting nested arrays.</summary>
    public int[] Counts { get; } = new int[TensorSpec.MaxRank + 1];

    /// <summary>True once the request has given this input.</summary>
    public bool Filled { get; set; }

    public int Count { get; private set; }

    /// <summary>The shape of the request.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    public OrtValue? Value { get; private set; }

    /// <summary>The elements, row-major, little-endian. Empty for BYTES.</summary>
    public Span<byte> Bytes => spec.ElementSize == 0 ? [] : _buffer.Span(Count * spec.ElementSize);

    /// <summary>Whether its memory is too large to be kept for the next request.</summary>
    public bool IsLarge => Bytes.Length > LargestKept;

    /// <summary>Makes room for a tensor whose shape has been checked.</summary>
    public void Prepare(ReadOnlySpan<long> shape, int count)
    {
        Count = count;
        var moved = spec.ElementSize != 0 && _buffer.Reserve(count * spec.ElementSize);
        if (!moved && Value is not null && shape.SequenceEqual(_shape) && spec.ElementSize != 0)
            return;
        Value?.Dispose();
        Value = null;
        _bound = false;
        if (!shape.SequenceEqual(_shape) || _shape is null)
            _shape = shape.ToArray();
        Value = spec.ElementSize == 0
            ? OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, _shape)
            : OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, spec.Type, _shape, _buffer.Address, count * spec.ElementSize);
    }

    /// <summary>Gives the value to the binding, if it has not got it yet.</summary>
    public void BindTo(OrtIoBinding binding)
    {
        if (_bound)
            return;
        binding.BindInput(spec.Name, Value!);
        _bound = true;
    }

    /// <summary>Gives memory back that is too large to be kept.</summary>
    public void Trim()
    {
        if (!IsLarge)
            return;
        Dispose();
        (Value, _shape, _bound, Count) = (null, null, false, 0);
    }

    public void Dispose()
    {
        Value?.Dispose();
        _buffer.Dispose();
    }
}
