using GitEdge.Core.Health;

namespace GitEdge.Inference.Onnx;

/// <summary>
/// Looks through a model's bytes before the runtime sees them. A model that keeps weights in other files (TensorProto's
/// <c>data_location</c> EXTERNAL) would have the runtime read whatever file it names, outside of what was signed, and is
/// refused; so is what is not a plain ModelProto of onnx/onnx.proto. Every place where that schema has a tensor is looked at:
/// initializers, sparse ones, attributes, subgraphs, functions, training information.
/// </summary>
/// <remarks>
/// Stricter than the runtime's parser on purpose: groups, overlong numbers and any location but the default are refused, and
/// a message that is given in several parts is looked at part by part, so that nothing is hidden in how parsers merge.
/// There is no way to make the runtime load a library from a model: custom operators are registered by the program alone.
/// </remarks>
internal static class ModelGuard
{
    // ONNX Runtime's parser gives up at a hundred messages within messages, three to a graph.
    private const int DeepestGraph = 34;

    /// <summary>What speaks against giving the bytes to the runtime; null when nothing does.</summary>
    public static ModelObjection? Check(ReadOnlySpan<byte> file)
    {
        // The identifier of FlatBuffers, which onnxruntime looks for too.
        if (file.Length >= 8 && file[4..8].SequenceEqual("ORTM"u8))
            return Unsupported("it is in ONNX Runtime's own format (.ort)", "Release the .onnx file it was made from.");
        try
        {
            return Model(file) is { } tensor ? External(tensor) : null;
        }
        catch (InvalidDataException e)
        {
            return Unsupported($"it is no plain ONNX model: {e.Message}",
                "Release the .onnx file itself, whole: not an archive, a web page or a pointer file.");
        }
    }

    private static ModelObjection External(string tensor) => new(PreflightReason.ExternalData,
        $"its tensor '{tensor}' is kept in another file (external data), which no digest covers",
        "Write the weights into the model: onnx.save(onnx.load(path), out, save_as_external_data=False).");

    private static ModelObjection Unsupported(string what, string cure) => new(PreflightReason.UnsupportedModel, what, cure);

    // Each of these gives the name of the first tensor whose data lies elsewhere. The numbers are onnx.proto's.
    private static string? Model(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (7, ProtoWire.Bytes) => Graph(reader.ReadBytes(), 0),
                (20, ProtoWire.Bytes) => Training(reader.ReadBytes()),
                (25, ProtoWire.Bytes) => Function(reader.ReadBytes()),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Training(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (((field, wire) is (1 or 2, ProtoWire.Bytes) ? Graph(reader.ReadBytes(), 0) : Skip(ref reader, wire)) is { } found)
                return found;
        }
        return null;
    }

    private static string? Function(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (7, ProtoWire.Bytes) => Node(reader.ReadBytes(), 0),
                (11, ProtoWire.Bytes) => Attribute(reader.ReadBytes(), 0),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Graph(ReadOnlySpan<byte> message, int depth)
    {
        if (depth > DeepestGraph)
            throw new InvalidDataException($"more than {DeepestGraph} graphs within graphs");
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (1, ProtoWire.Bytes) => Node(reader.ReadBytes(), depth),
                (5, ProtoWire.Bytes) => Tensor(reader.ReadBytes()),
                (15, ProtoWire.Bytes) => Sparse(reader.ReadBytes()),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Node(ReadOnlySpan<byte> message, int depth)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (((field, wire) is (5, ProtoWire.Bytes) ? Attribute(reader.ReadBytes(), depth) : Skip(ref reader, wire)) is { } found)
                return found;
        }
        return null;
    }

    private static string? Attribute(ReadOnlySpan<byte> message, int depth)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (5 or 10, ProtoWire.Bytes) => Tensor(reader.ReadBytes()),
                (6 or 11, ProtoWire.Bytes) => Graph(reader.ReadBytes(), depth + 1),
                (22 or 23, ProtoWire.Bytes) => Sparse(reader.ReadBytes()),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Sparse(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (((field, wire) is (1 or 2, ProtoWire.Bytes) ? Tensor(reader.ReadBytes()) : Skip(ref reader, wire)) is { } found)
                return found;
        }
        return null;
    }

    private static string? Tensor(ReadOnlySpan<byte> message)
    {
        var (name, external) = ("", false);
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if ((field, wire) is (8, ProtoWire.Bytes))
                name = System.Text.Encoding.UTF8.GetString(Beginning(reader.ReadBytes()));
            else if ((field, wire) is (14, ProtoWire.Varint))
                external |= reader.ReadVarint() != 0;
            else
                reader.Skip(wire);
        }
        return external ? name : null;
    }

    private static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, 100)];

    private static string? Skip(ref ProtoReader reader, ProtoWire wire)
    {
        reader.Skip(wire);
        return null;
    }
}
