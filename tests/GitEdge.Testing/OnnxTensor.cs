namespace GitEdge.Testing;

/// <summary>TensorProto of onnx.proto: in a model, or as a file of a golden case.</summary>
public static class OnnxTensor
{
    /// <summary>With its data, row-major and little-endian.</summary>
    public static byte[] Write(string name, OnnxType type, long[] shape, byte[] data) => Head(name, type, shape).Bytes(9, data).ToArray();

    /// <summary>Of floats.</summary>
    public static byte[] Write(string name, long[] shape, params float[] values) =>
        Write(name, OnnxType.Float, shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>With its data in another file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="location">Path of the file, relative to the model's folder.</param>
    public static byte[] External(string name, OnnxType type, long[] shape, string location) => Head(name, type, shape)
        .Bytes(13, new ProtoMessage().Text(1, "location").Text(2, location)).Number(14, 1).ToArray();

    private static ProtoMessage Head(string name, OnnxType type, long[] shape)
    {
        var tensor = new ProtoMessage();
        Array.ForEach(shape, dimension => tensor.Number(1, dimension));
        return tensor.Number(2, (long)type).Text(8, name);
    }
}
