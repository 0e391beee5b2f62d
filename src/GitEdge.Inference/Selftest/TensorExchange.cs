using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Selftest;

/// <summary>Recorded tensors as a client sends them and reads them, in binary, so that no value is changed on the way.</summary>
internal static class TensorExchange
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A request for named outputs.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="outputs">Names of the outputs to ask for.</param>
    /// <param name="header">Length of the JSON part.</param>
    public static byte[] Request(IReadOnlyList<GoldenTensor> inputs, IEnumerable<string> outputs, out int header)
    {
        var data = inputs.Select(Data).ToArray();
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("inputs"u8);
            for (var i = 0; i < data.Length; i++)
                WriteInput(json, inputs[i], data[i].Length);
            json.WriteEndArray();
            json.WriteStartArray("outputs"u8);
            foreach (var output in outputs)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, output);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("parameters"u8);
            json.WriteBoolean("binary_data_output"u8, true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        header = body.WrittenCount;
        foreach (var part in data)
            body.Write(part);
        return body.WrittenSpan.ToArray();
    }

    /// <summary>The outputs of an answer.</summary>
    /// <exception cref="InvalidDataException">It is not what the protocol says an answer is; says what is wrong.</exception>
    public static IReadOnlyList<GoldenTensor> Answer(ReadOnlySpan<byte> body, int header)
    {
        AnswerHeader? json;
        try
        {
            json = JsonSerializer.Deserialize(body[..header], SelftestJson.Readable.AnswerHeader);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the answer's JSON part can not be read: {e.Message}", e);
        }
        var rest = body[header..];
        var outputs = new List<GoldenTensor>();
        foreach (var output in json?.Outputs ?? [])
        {
            var size = output.Parameters.Size;
            if (size < 0 || size > rest.Length)
                throw new InvalidDataException($"output '{output.Name}' has {size} bytes, {rest.Length} are left in the answer");
            outputs.Add(Read(output, rest[..size]));
            rest = rest[size..];
        }
        return rest.IsEmpty ? outputs : throw new InvalidDataException($"{rest.Length} bytes follow the last output");
    }

    private static void WriteInput(Utf8JsonWriter json, GoldenTensor tensor, int size)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, tensor.Name);
        json.WriteStartArray("shape"u8);
        foreach (var length in tensor.Shape)
            json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteString("datatype"u8, Datatypes.NameOf(tensor.Type));
        json.WriteStartObject("parameters"u8);
        json.WriteNumber("binary_data_size"u8, size);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static byte[] Data(GoldenTensor tensor)
    {
        if (tensor.Type != TensorElementType.String)
            return tensor.Data;
        var bytes = new List<byte>();
        foreach (var text in tensor.Strings.Select(Encoding.UTF8.GetBytes))
        {
            bytes.AddRange(BitConverter.GetBytes(text.Length));
            bytes.AddRange(text);
        }
        return [.. bytes];
    }

    private static GoldenTensor Read(AnswerHeader.Output output, ReadOnlySpan<byte> data)
    {
        var type = Datatypes.TypeOf(output.Datatype) ?? throw new InvalidDataException($"output '{output.Name}' is {output.Datatype}");
        var isText = type == TensorElementType.String;
        var tensor = new GoldenTensor { Name = output.Name, Type = type, Shape = output.Shape, Data = isText ? [] : data.ToArray(), Strings = isText ? Texts(data) : [] };
        var has = isText ? tensor.Strings.Length : tensor.Data.Length / Datatypes.SizeOf(type);
        return has == tensor.Count
            ? tensor
            : throw new InvalidDataException($"output '{output.Name}' has {has} elements in the shape [{string.Join(',', output.Shape)}]");
    }

    private static string[] Texts(ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        while (data.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (length > data.Length - 4)
                break;
            texts.Add(Text(data.Slice(4, (int)length)));
            data = data[(4 + (int)length)..];
        }
        return data.IsEmpty ? [.. texts] : throw new InvalidDataException("an element of BYTES is cut off");
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("text that is not UTF-8", e);
        }
    }
}
