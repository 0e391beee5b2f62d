using System.Runtime.InteropServices;
using System.Text;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Golden;

/// <summary>ONNX's TensorProto (onnx/onnx.proto), the format of its test data sets.</summary>
internal static class TensorProto
{
    /// <summary>Greatest number of axes.</summary>
    public const int MaximumRank = 16;

    /// <summary>Reads one tensor, from raw or typed data.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a kind that is not supported; says which.</exception>
    public static GoldenTensor Parse(ReadOnlySpan<byte> message)
    {
        var fields = TensorProtoFields.Read(message);
        if (fields.Segmented)
            throw new InvalidDataException("tensors in segments are not supported");
        if (fields.External)
            throw new InvalidDataException("the data lies in another file (external data); write it into the tensor");
        if (!Datatypes.IsKnown(fields.Type))
            throw new InvalidDataException($"element type {(int)fields.Type} is not supported");
        var count = Count(fields.Shape);
        var isText = fields.Type == TensorElementType.String;
        var tensor = new GoldenTensor
        {
            Name = fields.Name,
            Type = fields.Type,
            Shape = fields.Shape,
            Data = isText ? [] : TensorProtoData.Of(fields),
            Strings = isText ? Texts(fields) : [],
            Origin = fields.Origin,
        };
        var have = isText ? tensor.Strings.Length : tensor.Data.Length;
        var want = isText ? count : checked(count * Datatypes.SizeOf(fields.Type));
        return have == want
            ? tensor
            : throw new InvalidDataException($"the shape [{string.Join(',', fields.Shape)}] needs {want} {(isText ? "texts" : "bytes")}, there are {have}");
    }

    /// <summary>Writes one tensor, with raw data.</summary>
    public static byte[] Write(GoldenTensor tensor)
    {
        var writer = new ProtoWriter();
        foreach (var length in tensor.Shape)
            writer.Varint(TensorProtoFields.Dims, length);
        writer.Varint(TensorProtoFields.DataType, (int)tensor.Type);
        foreach (var text in tensor.Strings)
            writer.Text(TensorProtoFields.StringData, text);
        writer.Text(TensorProtoFields.NameField, tensor.Name);
        if (tensor.Type != TensorElementType.String)
            writer.Bytes(TensorProtoFields.RawData, tensor.Data);
        if (tensor.Origin.Length > 0)
            writer.Text(TensorProtoFields.DocString, tensor.Origin);
        return writer.ToArray();
    }

    private static long Count(List<long> shape)
    {
        if (shape.Count > MaximumRank)
            throw new InvalidDataException($"{shape.Count} axes; at most {MaximumRank} are supported");
        var count = 1L;
        foreach (var length in shape)
        {
            if (length < 0)
                throw new InvalidDataException($"an axis of length {length}");
            if (length > 0 && count > int.MaxValue / length)
                throw new InvalidDataException($"the shape [{string.Join(',', shape)}] is too large");
            count *= length;
        }
        return count;
    }

    private static string[] Texts(TensorProtoFields fields)
    {
        if (fields.HasRaw)
            throw new InvalidDataException("text in raw_data; ONNX keeps it in string_data");
        return [.. fields.Texts.Select(Utf8)];
    }

    internal static string Utf8(byte[] text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("text that is not UTF-8", e);
        }
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
