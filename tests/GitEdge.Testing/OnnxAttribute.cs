namespace GitEdge.Testing;

/// <summary>An operator's attribute: AttributeProto of onnx.proto.</summary>
/// <param name="Message">Its bytes.</param>
public readonly record struct OnnxAttribute(byte[] Message)
{
    /// <summary>A whole number.</summary>
    public static implicit operator OnnxAttribute((string Name, long Value) pair) => Of(pair.Name, 2, attribute => attribute.Number(3, pair.Value));

    /// <summary>A graph, for Loop and If.</summary>
    public static OnnxAttribute Graph(string name, OnnxModelBuilder body) => Of(name, 5, attribute => attribute.Bytes(6, body.Graph()));

    /// <summary>A tensor (see <see cref="OnnxTensor"/>), for Constant.</summary>
    public static OnnxAttribute Tensor(string name, byte[] tensor) => Of(name, 4, attribute => attribute.Bytes(5, tensor));

    /// <summary>Any field, of the type with that number.</summary>
    public static OnnxAttribute Of(string name, int type, Func<ProtoMessage, ProtoMessage> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value(new ProtoMessage().Text(1, name)).Number(20, type).ToArray());
    }
}
