namespace GitEdge.Testing;

/// <summary>
/// Builds small ONNX models byte by byte (ModelProto of onnx.proto, IR version 8), without any library, to have models that
/// no exporter would make: that never end, that divide by zero, that want more memory than there is.
/// </summary>
public sealed class OnnxModelBuilder
{
    private readonly ProtoMessage _graph = new();
    private int _nodes;

    /// <summary>Declares a tensor that comes in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">TensorProto.DataType.</param>
    /// <param name="shape">Dimensions; a negative one is open. Empty for a scalar, null for an undeclared rank.</param>
    public OnnxModelBuilder Input(string name, OnnxType type, params long[]? shape) => ValueInfo(11, name, TensorType(type, shape));

    /// <summary>Declares a tensor that goes out.</summary>
    public OnnxModelBuilder Output(string name, OnnxType type, params long[]? shape) => ValueInfo(12, name, TensorType(type, shape));

    /// <summary>Declares what comes in and is no tensor: a message of TypeProto.</summary>
    public OnnxModelBuilder Input(string name, ProtoMessage type) => ValueInfo(11, name, type);

    /// <summary>Declares what goes out and is no tensor.</summary>
    public OnnxModelBuilder Output(string name, ProtoMessage type) => ValueInfo(12, name, type);

    /// <summary>The type of a sequence of tensors.</summary>
    public static ProtoMessage Sequence(OnnxType type) => new ProtoMessage().Bytes(4, new ProtoMessage().Bytes(1, TensorType(type, null)));

    /// <summary>The type of a map from whole numbers to tensors.</summary>
    public static ProtoMessage Map(OnnxType type) =>
        new ProtoMessage().Bytes(5, new ProtoMessage().Number(1, (long)OnnxType.Int64).Bytes(2, TensorType(type, null)));

    /// <summary>The type of a tensor that may not be there.</summary>
    public static ProtoMessage Optional(OnnxType type, params long[]? shape) =>
        new ProtoMessage().Bytes(9, new ProtoMessage().Bytes(1, TensorType(type, shape)));

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">Its ONNX name, as <c>Add</c>.</param>
    /// <param name="inputs">Names of tensors.</param>
    /// <param name="outputs">Names of tensors.</param>
    /// <param name="attributes">Its attributes; a name and a whole number are one.</param>
    public OnnxModelBuilder Node(string operation, string[] inputs, string[] outputs, params OnnxAttribute[] attributes) =>
        Node("", operation, inputs, outputs, attributes);

    /// <summary>Adds an operator of another domain than ONNX's own.</summary>
    public OnnxModelBuilder Node(string domain, string operation, string[] inputs, string[] outputs, params OnnxAttribute[] attributes)
    {
        var node = new ProtoMessage();
        Array.ForEach(inputs, input => node.Text(1, input));
        Array.ForEach(outputs, output => node.Text(2, output));
        node.Text(3, $"node{_nodes++}").Text(4, operation);
        Array.ForEach(attributes, attribute => node.Bytes(5, attribute.Message));
        if (domain.Length > 0)
            node.Text(7, domain);
        return Part(1, node.ToArray());
    }

    /// <summary>Adds a Loop: as long as its first input says, or until the body's first output is false.</summary>
    /// <param name="inputs">Trip count, condition, and the values carried along.</param>
    /// <param name="outputs">The values after the last turn.</param>
    /// <param name="body">Takes turn, condition and values; gives condition and values.</param>
    public OnnxModelBuilder Loop(string[] inputs, string[] outputs, OnnxModelBuilder body) =>
        Node("Loop", inputs, outputs, OnnxAttribute.Graph("body", body));

    /// <summary>Adds a constant.</summary>
    /// <param name="name">The name operators use.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="raw">Elements, row-major, little-endian.</param>
    public OnnxModelBuilder Constant(string name, OnnxType type, long[] shape, byte[] raw) => Part(5, OnnxTensor.Write(name, type, shape, raw));

    /// <summary>Adds a constant of floats.</summary>
    public OnnxModelBuilder Constant(string name, long[] shape, params float[] values) => Part(5, OnnxTensor.Write(name, shape, values));

    /// <summary>Adds any field of GraphProto.</summary>
    public OnnxModelBuilder Part(int field, byte[] message)
    {
        _graph.Bytes(field, message);
        return this;
    }

    /// <summary>The model's bytes.</summary>
    /// <param name="opset">The version of the default operator set.</param>
    /// <param name="more">More fields of ModelProto.</param>
    public byte[] Build(long opset = 17, params (int Field, byte[] Message)[] more)
    {
        var model = new ProtoMessage().Number(1, 8).Text(2, "gitedge-testing")
            .Bytes(8, new ProtoMessage().Text(1, "").Number(2, opset)).Bytes(7, Graph());
        Array.ForEach(more, part => model.Bytes(part.Field, part.Message));
        return model.ToArray();
    }

    /// <summary>The graph's bytes, for where a graph is part of something.</summary>
    public byte[] Graph() => [.. _graph.ToArray(), .. new ProtoMessage().Text(2, "graph").ToArray()];

    /// <summary>A model that gives its input <c>x</c> back as <c>y</c>.</summary>
    public static byte[] Identity(OnnxType type, params long[]? shape) =>
        new OnnxModelBuilder().Input("x", type, shape).Output("y", type, shape).Node("Identity", ["x"], ["y"]).Build();

    /// <summary>Says that the model uses operators of another domain than ONNX's own; for <see cref="Build"/>.</summary>
    public static (int Field, byte[] Message) Import(string domain, long version) => (8, new ProtoMessage().Text(1, domain).Number(2, version).ToArray());

    private OnnxModelBuilder ValueInfo(int field, string name, ProtoMessage type) => Part(field, new ProtoMessage().Text(1, name).Bytes(2, type).ToArray());

    // TypeProto { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1 | dim_param = 2 } } } }
    private static ProtoMessage TensorType(OnnxType type, long[]? shape)
    {
        var tensor = new ProtoMessage().Number(1, (long)type);
        if (shape is not null)
        {
            var dimensions = new ProtoMessage();
            Array.ForEach(shape, dimension => dimensions.Bytes(1, dimension < 0 ? new ProtoMessage() : new ProtoMessage().Number(1, dimension)));
            tensor.Bytes(2, dimensions);
        }
        return new ProtoMessage().Bytes(1, tensor);
    }
}
