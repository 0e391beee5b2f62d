using System.Text;

namespace GitEdge.Inference.Onnx;

/// <summary>What an ONNX file (ModelProto of onnx/onnx.proto) says about itself outside the graph, which is passed over.</summary>
internal sealed record OnnxHeader
{
    private const int IrVersionField = 1;
    private const int ProducerField = 2;
    private const int GraphField = 7;
    private const int OpsetImportField = 8;

    /// <summary>Version of ONNX's intermediate representation.</summary>
    public long IrVersion { get; private init; }

    /// <summary>What exported it, for example <c>pytorch</c>.</summary>
    public string Producer { get; private init; } = "";

    /// <summary>Domain → version; the default domain, <c>ai.onnx</c>, is the empty string.</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; private init; } = new Dictionary<string, long>();

    /// <summary>Version of the default operator set; null when the model imports none.</summary>
    public int? Opset => Opsets.TryGetValue("", out var version) ? (int)Math.Clamp(version, 0, int.MaxValue) : null;

    /// <summary>Reads it; the cost does not depend on the size of the file.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or is cut off; says where.</exception>
    public static OnnxHeader Parse(ReadOnlySpan<byte> file)
    {
        var header = new OnnxHeader();
        var opsets = new Dictionary<string, long>(StringComparer.Ordinal);
        var hasGraph = false;
        var reader = new ProtoReader(file);
        while (reader.ReadTag(out var field, out var wire))
        {
            switch (field, wire)
            {
                case (IrVersionField, ProtoWire.Varint):
                    header = header with { IrVersion = (long)reader.ReadVarint() };
                    break;
                case (ProducerField, ProtoWire.Bytes):
                    header = header with { Producer = Encoding.UTF8.GetString(reader.ReadBytes()) };
                    break;
                case (OpsetImportField, ProtoWire.Bytes):
                    var (domain, version) = ReadOpset(reader.ReadBytes());
                    opsets[domain] = version;
                    break;
                default:
                    hasGraph |= field == GraphField && wire == ProtoWire.Bytes;
                    reader.Skip(wire);
                    break;
            }
        }
        return hasGraph ? header with { Opsets = opsets } : throw new InvalidDataException("there is no graph in it");
    }

    private static (string Domain, long Version) ReadOpset(ReadOnlySpan<byte> message)
    {
        var (domain, version) = ("", 0L);
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (field == 1 && wire == ProtoWire.Bytes)
                domain = Encoding.UTF8.GetString(reader.ReadBytes());
            else if (field == 2 && wire == ProtoWire.Varint)
                version = (long)reader.ReadVarint();
            else
                reader.Skip(wire);
        }
        return (domain == "ai.onnx" ? "" : domain, version);
    }
}
