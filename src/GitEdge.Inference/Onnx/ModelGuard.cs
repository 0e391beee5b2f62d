using System.Text;
using GitEdge.Core.Health;

namespace GitEdge.Inference.Onnx;

/// <summary>
/// Looks through a model's bytes before the runtime sees them. A model that keeps weights in other files (TensorProto's
/// <c>data_location</c> EXTERNAL) would have the runtime read whatever file it names, outside of what was signed, and is
/// refused; so is what is not a plain ModelProto of onnx/onnx.proto. Every place where that schema has a tensor is looked at:
/// initializers, sparse ones, attributes, subgraphs, functions, training information. Refused as well are operators that
/// neither the runtime nor the model itself has, and tensors that claim more than they bring.
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
            var census = new OperatorCensus();
            if (Model(file, census) is { } tensor)
                return External(tensor);
            return census.FindForeign() is { } foreign ? Foreign(foreign) : null;
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

    private static ModelObjection Foreign(string what) => new(PreflightReason.UnsupportedOperator,
        $"it uses {what}, which neither ONNX Runtime nor the model itself brings along",
        "Export it with the operators of ai.onnx, ai.onnx.ml or com.microsoft, or with its own functions in it; libraries of operators are not loaded.");

    private static ModelObjection Unsupported(string what, string cure) => new(PreflightReason.UnsupportedModel, what, cure);

    // Each of these gives the name of the first tensor whose data lies elsewhere. The numbers are onnx.proto's.
    private static string? Model(ReadOnlySpan<byte> message, OperatorCensus census)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (7, ProtoWire.Bytes) => Graph(reader.ReadBytes(), census, 0),
                (20, ProtoWire.Bytes) => Training(reader.ReadBytes(), census),
                (25, ProtoWire.Bytes) => Function(reader.ReadBytes(), census),
                (8, ProtoWire.Bytes) => Import(reader.ReadBytes(), census),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Training(ReadOnlySpan<byte> message, OperatorCensus census)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if (((field, wire) is (1 or 2, ProtoWire.Bytes) ? Graph(reader.ReadBytes(), census, 0) : Skip(ref reader, wire)) is { } found)
                return found;
        }
        return null;
    }

    private static string? Function(ReadOnlySpan<byte> message, OperatorCensus census)
    {
        string? name = null, domain = null;
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (1, ProtoWire.Bytes) => Once(ref name, reader.ReadBytes()),
                (10, ProtoWire.Bytes) => Once(ref domain, reader.ReadBytes()),
                (9, ProtoWire.Bytes) => Import(reader.ReadBytes(), census),
                (7, ProtoWire.Bytes) => Node(reader.ReadBytes(), census, 0),
                (11, ProtoWire.Bytes) => Attribute(reader.ReadBytes(), census, 0),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        census.Bring(domain ?? "", name ?? "");
        return null;
    }

    private static string? Graph(ReadOnlySpan<byte> message, OperatorCensus census, int depth)
    {
        if (depth > DeepestGraph)
            throw new InvalidDataException($"more than {DeepestGraph} graphs within graphs");
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (1, ProtoWire.Bytes) => Node(reader.ReadBytes(), census, depth),
                (5, ProtoWire.Bytes) => Tensor(reader.ReadBytes()),
                (15, ProtoWire.Bytes) => Sparse(reader.ReadBytes()),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        return null;
    }

    private static string? Node(ReadOnlySpan<byte> message, OperatorCensus census, int depth)
    {
        string? name = null, domain = null;
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (4, ProtoWire.Bytes) => Once(ref name, reader.ReadBytes()),
                (7, ProtoWire.Bytes) => Once(ref domain, reader.ReadBytes()),
                (5, ProtoWire.Bytes) => Attribute(reader.ReadBytes(), census, depth),
                _ => Skip(ref reader, wire),
            };
            if (found is not null)
                return found;
        }
        census.Use(domain ?? "", name ?? "");
        return null;
    }

    private static string? Attribute(ReadOnlySpan<byte> message, OperatorCensus census, int depth)
    {
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            var found = (field, wire) switch
            {
                (5 or 10, ProtoWire.Bytes) => Tensor(reader.ReadBytes()),
                (6 or 11, ProtoWire.Bytes) => Graph(reader.ReadBytes(), census, depth + 1),
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
        var size = new TensorSize();
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if ((field, wire) is (3, ProtoWire.Varint or ProtoWire.Bytes))
                size.ReadDimensions(ref reader, wire);
            else if (((field, wire) is (1 or 2, ProtoWire.Bytes) ? Tensor(reader.ReadBytes()) : Skip(ref reader, wire)) is { } found)
                return found;
        }
        return size.Elements <= TensorSize.MostSparse
            ? null
            : throw new InvalidDataException($"a sparse tensor of {size.Elements} elements, which would be written out");
    }

    private static string? Tensor(ReadOnlySpan<byte> message)
    {
        var (name, external, size) = ("", false, new TensorSize());
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if ((field, wire) is (8, ProtoWire.Bytes))
                name = Text(reader.ReadBytes());
            else if ((field, wire) is (14, ProtoWire.Varint))
                external |= reader.ReadVarint() != 0;
            else if ((field, wire) is (1, ProtoWire.Varint or ProtoWire.Bytes))
                size.ReadDimensions(ref reader, wire);
            else
                reader.Skip(wire);
        }
        if (external)
            return name;
        size.Require(name, message.Length);
        return null;
    }

    private static string? Import(ReadOnlySpan<byte> message, OperatorCensus census)
    {
        string? domain = null;
        ulong version = 0;
        var reader = new ProtoReader(message);
        while (reader.ReadTag(out var field, out var wire))
        {
            if ((field, wire) is (1, ProtoWire.Bytes))
                _ = Once(ref domain, reader.ReadBytes());
            else if ((field, wire) is (2, ProtoWire.Varint))
                version = reader.ReadVarint();
            else
                reader.Skip(wire);
        }
        census.Import(domain ?? "", version);
        return null;
    }

    // Of what is given twice parsers take one, and not all the same one.
    private static string? Once(ref string? text, ReadOnlySpan<byte> bytes)
    {
        text = text is null ? Text(bytes) : throw new InvalidDataException($"'{text}' has two names");
        return null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 100)]);

    private static string? Skip(ref ProtoReader reader, ProtoWire wire)
    {
        reader.Skip(wire);
        return null;
    }
}
