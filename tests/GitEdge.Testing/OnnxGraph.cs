using System.Text;

namespace GitEdge.Testing;

/// <summary>
/// Writes small ONNX models by hand (onnx/onnx.proto), to have models that no exporter would make: that never end, that
/// divide by zero, that want more memory than there is.
/// </summary>
public sealed class OnnxGraph
{
    /// <summary>ONNX's number for FLOAT.</summary>
    public const int Float = 1;

    /// <summary>ONNX's number for INT32.</summary>
    public const int Int32 = 6;

    /// <summary>ONNX's number for INT64.</summary>
    public const int Int64 = 7;

    /// <summary>ONNX's number for BOOL.</summary>
    public const int Bool = 9;

    private readonly List<byte> _graph = [];

    /// <summary>Adds an input; −1 is an axis that varies.</summary>
    public OnnxGraph Input(string name, int type, params long[] shape) => Add(11, ValueInfo(name, type, shape));

    /// <summary>Adds an output.</summary>
    public OnnxGraph Output(string name, int type, params long[] shape) => Add(12, ValueInfo(name, type, shape));

    /// <summary>Adds an output that is a sequence of float tensors.</summary>
    public OnnxGraph SequenceOutput(string name) => Add(12, [.. Text(1, name), .. Bytes(2, Bytes(4, Bytes(1, Bytes(1, Number(1, Float)))))]);

    /// <summary>Adds a node.</summary>
    public OnnxGraph Node(string operation, string[] inputs, string[] outputs, params byte[][] attributes) => Add(1,
    [
        .. inputs.SelectMany(input => Text(1, input)),
        .. outputs.SelectMany(output => Text(2, output)),
        .. Text(4, operation),
        .. attributes.SelectMany(attribute => Bytes(5, attribute)),
    ]);

    /// <summary>Adds a constant of floats.</summary>
    public OnnxGraph Constant(string name, long[] shape, params float[] values) =>
        Add(5, Tensor(name, Float, shape, [.. values.SelectMany(BitConverter.GetBytes)]));

    /// <summary>Adds a constant of one truth value.</summary>
    public OnnxGraph Constant(string name, bool value) => Add(5, Tensor(name, Bool, [], [value ? (byte)1 : (byte)0]));

    /// <summary>An attribute that is a graph, for Loop and If.</summary>
    public static byte[] GraphAttribute(string name, OnnxGraph body) =>
        [.. Text(1, name), .. Bytes(6, body.Graph()), .. Number(20, 5)];

    /// <summary>An attribute that is a whole number.</summary>
    public static byte[] NumberAttribute(string name, long value) => [.. Text(1, name), .. Number(3, value), .. Number(20, 2)];

    /// <summary>The file.</summary>
    public byte[] Model(long opset = 17) =>
        [.. Number(1, 8), .. Text(2, "gitedge-tests"), .. Bytes(7, Graph()), .. Bytes(8, [.. Text(1, ""), .. Number(2, opset)])];

    /// <summary>A tensor as a file of its own, as test data sets have them.</summary>
    public static byte[] TensorFile(string name, int type, long[] shape, byte[] data) => Tensor(name, type, shape, data);

    private byte[] Graph() => [.. _graph, .. Text(2, "graph")];

    private OnnxGraph Add(int field, byte[] message)
    {
        _graph.AddRange(Bytes(field, message));
        return this;
    }

    private static byte[] ValueInfo(string name, int type, long[] shape)
    {
        byte[] dimensions = [.. shape.SelectMany(length => Bytes(1, length < 0 ? Text(2, "n") : Number(1, length)))];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, type), .. Bytes(2, dimensions)]))];
    }

    private static byte[] Tensor(string name, int type, long[] shape, byte[] data) =>
        [.. shape.SelectMany(length => Number(1, length)), .. Number(2, type), .. Text(8, name), .. Bytes(9, data)];

    private static byte[] Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Bytes(int field, byte[] value) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)value.Length), .. value];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
