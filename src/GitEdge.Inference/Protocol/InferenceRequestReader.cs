using System.Text.Json;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Protocol;

/// <summary>
/// Reads an inference request of the Open Inference Protocol v2, JSON with or without the binary tensor extension,
/// straight into the inputs' memory. An optional field may also be null. https://github.com/kserve/open-inference-protocol
/// </summary>
/// <param name="json">The JSON part of the body.</param>
/// <param name="binary">What follows it; empty without the extension.</param>
/// <param name="request">Filled; reset before.</param>
internal ref struct InferenceRequestReader(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, InferenceRequest request)
{
    // A day, in microseconds: timers do not take just any time.
    private const ulong LongestTimeout = 86_400_000_000;

    private readonly ReadOnlySpan<byte> _json = json;
    private ReadOnlySpan<byte> _binary = binary;

    /// <summary>The first thing that is wrong, or null.</summary>
    public ProtocolError? Read()
    {
        try
        {
            var reader = new Utf8JsonReader(_json);
            var problem = ReadRoot(ref reader);
            if (problem is not null)
                return problem;
            if (_binary.Length > 0)
                return ProtocolError.BadRequest($"{_binary.Length} bytes follow the last input's binary data; check binary_data_size and Inference-Header-Content-Length");
            return request.Complete();
        }
        catch (JsonException exception)
        {
            return ProtocolError.BadRequest($"the request is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader.GetString on text that is no UTF-8.
            return ProtocolError.BadRequest("the request holds text that is not UTF-8");
        }
    }

    private ProtocolError? ReadRoot(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return ProtocolError.BadRequest("the request must be a JSON object with 'inputs'");
        var inputs = false;
        // 'outputs' may come before the parameters that say how they are wanted: read at the end.
        var outputs = default(Utf8JsonReader);
        var hasOutputs = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ProtocolError? problem = null;
            if (reader.ValueTextEquals("inputs"u8))
                (problem, inputs) = (ReadInputs(ref reader), true);
            else if (reader.ValueTextEquals("outputs"u8))
            {
                outputs = reader;
                hasOutputs = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("id"u8))
                problem = ReadId(ref reader);
            else if (reader.ValueTextEquals("parameters"u8))
                problem = ReadParameters(ref reader);
            else
                reader.Skip();
            if (problem is not null)
                return problem;
        }
        reader.Read();
        if (!inputs && request.Inputs.Length > 0)
            return ProtocolError.BadRequest("the request has no 'inputs'");
        return hasOutputs ? new OutputListReader(request).Read(ref outputs) : null;
    }

    private readonly ProtocolError? ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            return ProtocolError.BadRequest($"'id' must be a string, got {reader.TokenType}");
        request.Id = reader.GetString();
        return null;
    }

    private readonly ProtocolError? ReadParameters(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return ProtocolError.BadRequest($"'parameters' must be an object, got {reader.TokenType}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if ((reader.ValueTextEquals("binary_data_output"u8) ? ReadBinaryOutput(ref reader)
                : reader.ValueTextEquals("timeout"u8) ? ReadTimeout(ref reader)
                : Pass(ref reader)) is { } problem)
                return problem;
        }
        return null;
    }

    private readonly ProtocolError? ReadBinaryOutput(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return ProtocolError.BadRequest($"parameter 'binary_data_output' must be true or false, got {reader.TokenType}");
        request.BinaryByDefault = reader.TokenType == JsonTokenType.True;
        return null;
    }

    // Microseconds, as in Triton's schedule policy extension; 0 is none.
    private readonly ProtocolError? ReadTimeout(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out var microseconds))
            return ProtocolError.BadRequest("parameter 'timeout' must be a whole number of microseconds");
        request.Timeout = microseconds == 0 ? null : TimeSpan.FromMicroseconds(Math.Min(microseconds, LongestTimeout));
        return null;
    }

    private static ProtocolError? Pass(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private ProtocolError? ReadInputs(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return ProtocolError.BadRequest($"'inputs' must be an array, got {reader.TokenType}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return ProtocolError.BadRequest($"each input must be an object, got {reader.TokenType}");
            var input = new InputObject(request.Shape);
            var problem = input.Read(ref reader, request, _json.Length) ?? TakeBinary(ref input);
            if (problem is not null)
                return problem;
        }
        return null;
    }

    private ProtocolError? TakeBinary(ref InputObject input)
    {
        if (input.BinarySize is not { } size)
            return null;
        if (size < 0 || size > _binary.Length)
        {
            return ProtocolError.BadRequest(
                $"input '{input.Name}': binary_data_size is {size}, but {_binary.Length} bytes of binary data are left in the body");
        }
        var data = _binary[..(int)size];
        _binary = _binary[(int)size..];
        return input.TakeBinary(data);
    }
}
