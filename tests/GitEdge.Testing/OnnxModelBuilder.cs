using System.Text;

namespace GitEdge.Testing;

/// <summary>
/// Builds small ONNX models byte by byte: ModelProto of onnx.proto (IR version 8, opset 17), without any library.
/// </summary>
public sealed class OnnxModelBuilder
{
    private readonly List<byte> _graph = [];
    private int _nodes;

    /// <summary>Declares a tensor that comes in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">TensorProto.DataType.</param>
    /// <param name="shape">Dimensions; a negative one is open. Empty for a scalar, null for an undeclared rank.</param>
    public OnnxModelBuilder Input(string name, OnnxType type, params long[]? shape) => Value(11, name, type, shape);

    /// <summary>Declares a tensor that goes out.</summary>
    public OnnxModelBuilder Output(string name, OnnxType type, params long[]? shape) => Value(12, name, type, shape);

    /// <summary>Declares a sequence of tensors that goes out, which few protocols can carry.</summary>
    public OnnxModelBuilder SequenceOutput(string name, OnnxType type)
    {
        // TypeProto { sequence_type = 4 { elem_type = 1: TypeProto } }
        var sequence = Message(writer => Field(writer, 1, TensorType(type, null)));
        return ValueInfo(12, name, Message(writer => Field(writer, 4, sequence)));
    }

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">Its ONNX name, as <c>Add</c>.</param>
    /// <param name="inputs">Names of tensors.</param>
    /// <param name="outputs">Names of tensors.</param>
    /// <param name="integers">Attributes that are whole numbers.</param>
    public OnnxModelBuilder Node(string operation, string[] inputs, string[] outputs, params (string Name, long Value)[] integers)
    {
        Field(_graph, 1, Message(node =>
        {
            Array.ForEach(inputs, input => Field(node, 1, input));
            Array.ForEach(outputs, output => Field(node, 2, output));
            Field(node, 3, $"node{_nodes++}");
            Field(node, 4, operation);
            foreach (var (name, value) in integers)
                Field(node, 5, Message(attribute => { Field(attribute, 1, name); Number(attribute, 3, value); Number(attribute, 20, 2); }));
        }));
        return this;
    }

    /// <summary>Adds a Loop: as long as its first input says, or until the body's first output is false.</summary>
    /// <param name="inputs">Trip count, condition, and the values carried along.</param>
    /// <param name="outputs">The values after the last turn.</param>
    /// <param name="body">Takes turn, condition and values; gives condition and values.</param>
    public OnnxModelBuilder Loop(string[] inputs, string[] outputs, OnnxModelBuilder body)
    {
        Field(_graph, 1, Message(node =>
        {
            Array.ForEach(inputs, input => Field(node, 1, input));
            Array.ForEach(outputs, output => Field(node, 2, output));
            Field(node, 3, $"node{_nodes++}");
            Field(node, 4, "Loop");
            Field(node, 5, Message(attribute => { Field(attribute, 1, "body"); Field(attribute, 6, body.Graph()); Number(attribute, 20, 5); }));
        }));
        return this;
    }

    /// <summary>Adds a constant.</summary>
    /// <param name="name">The name operators use.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="raw">Elements, row-major, little-endian.</param>
    public OnnxModelBuilder Constant(string name, OnnxType type, long[] shape, byte[] raw)
    {
        Field(_graph, 5, Message(tensor =>
        {
            foreach (var dimension in shape)
                Number(tensor, 1, dimension);
            Number(tensor, 2, (long)type);
            Field(tensor, 8, name);
            Field(tensor, 9, raw);
        }));
        return this;
    }

    /// <summary>Adds a constant of floats.</summary>
    public OnnxModelBuilder Constant(string name, long[] shape, params float[] values)
    {
        var raw = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, raw, 0, raw.Length);
        return Constant(name, OnnxType.Float, shape, raw);
    }

    /// <summary>The model's bytes.</summary>
    public byte[] Build() => Message(model =>
    {
        Number(model, 1, 8);
        Field(model, 2, "gitedge-testing");
        Field(model, 8, Message(opset => Number(opset, 2, 17)));
        Field(model, 7, Graph());
    });

    /// <summary>A model that gives its input <c>x</c> back as <c>y</c>.</summary>
    public static byte[] Identity(OnnxType type, params long[]? shape) =>
        new OnnxModelBuilder().Input("x", type, shape).Output("y", type, shape).Node("Identity", ["x"], ["y"]).Build();

    private byte[] Graph() => Message(graph => { graph.AddRange(_graph); Field(graph, 2, "graph"); });

    private OnnxModelBuilder Value(int field, string name, OnnxType type, long[]? shape) =>
        ValueInfo(field, name, TensorType(type, shape));

    private OnnxModelBuilder ValueInfo(int field, string name, byte[] type)
    {
        Field(_graph, field, Message(value => { Field(value, 1, name); Field(value, 2, type); }));
        return this;
    }

    // TypeProto { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1 | dim_param = 2 } } } }
    private static byte[] TensorType(OnnxType type, long[]? shape) => Message(value => Field(value, 1, Message(tensor =>
    {
        Number(tensor, 1, (long)type);
        if (shape is not null)
            Field(tensor, 2, Message(dimensions => Array.ForEach(shape, dimension => Field(dimensions, 1, Dimension(dimension)))));
    })));

    private static byte[] Dimension(long dimension) => Message(writer =>
    {
        if (dimension >= 0)
            Number(writer, 1, dimension);
    });

    private static byte[] Message(Action<List<byte>> write)
    {
        var message = new List<byte>();
        write(message);
        return [.. message];
    }

    private static void Field(List<byte> to, int field, string text) => Field(to, field, Encoding.UTF8.GetBytes(text));

    private static void Field(List<byte> to, int field, byte[] bytes)
    {
        Variable(to, ((ulong)field << 3) | 2);
        Variable(to, (ulong)bytes.Length);
        to.AddRange(bytes);
    }

    private static void Number(List<byte> to, int field, long value)
    {
        Variable(to, (ulong)field << 3);
        Variable(to, (ulong)value);
    }

    private static void Variable(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Add((byte)(value | 0x80));
        to.Add((byte)value);
    }
}
