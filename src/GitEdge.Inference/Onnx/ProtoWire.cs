namespace GitEdge.Inference.Onnx;

/// <summary>Wire types of protocol buffers.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
