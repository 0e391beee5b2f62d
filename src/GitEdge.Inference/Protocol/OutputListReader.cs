using System.Text.Json;

namespace GitEdge.Inference.Protocol;

/// <summary>Reads the list of outputs a request asks for.</summary>
internal readonly ref struct OutputListReader(InferenceRequest request)
{
    /// <summary>The reader stands before the list's value.</summary>
    public ProtocolError? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            return ProtocolError.BadRequest($"'outputs' must be an array, got {reader.TokenType}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return ProtocolError.BadRequest($"each output must be an object, got {reader.TokenType}");
            var problem = ReadOutput(ref reader);
            if (problem is not null)
                return problem;
        }
        return null;
    }

    private ProtocolError? ReadOutput(ref Utf8JsonReader reader)
    {
        string? name = null;
        var binary = request.BinaryByDefault;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            var isParameters = reader.ValueTextEquals("parameters"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
                name = reader.GetString();
            else if (isParameters && reader.TokenType == JsonTokenType.StartObject)
            {
                if (ReadParameters(ref reader, ref binary) is { } problem)
                    return problem;
            }
            else
                reader.Skip();
        }
        return name is null ? ProtocolError.BadRequest("an output has no 'name'") : Add(name, binary);
    }

    private static ProtocolError? ReadParameters(ref Utf8JsonReader reader, ref bool binary)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("classification"u8))
                return ProtocolError.BadRequest("the classification extension is not offered; ask for the tensor and rank it");
            if (reader.ValueTextEquals("shared_memory_region"u8))
                return ProtocolError.BadRequest("shared memory is not offered");
            var isBinary = reader.ValueTextEquals("binary_data"u8);
            reader.Read();
            if (isBinary && reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                return ProtocolError.BadRequest($"parameter 'binary_data' must be true or false, got {reader.TokenType}");
            if (isBinary)
                binary = reader.TokenType == JsonTokenType.True;
            else
                reader.Skip();
        }
        return null;
    }

    private ProtocolError? Add(string name, bool binary)
    {
        foreach (var taken in request.Outputs)
        {
            if (string.Equals(taken.Spec.Name, name, StringComparison.Ordinal))
                return ProtocolError.BadRequest($"output '{name}' is asked for twice");
        }
        foreach (var spec in request.Signature.Outputs)
        {
            if (string.Equals(spec.Name, name, StringComparison.Ordinal))
            {
                request.Outputs.Add(new RequestedOutput(spec, binary));
                return null;
            }
        }
        return ProtocolError.BadRequest(request.Signature.OtherOutputs.Contains(name, StringComparer.Ordinal)
            ? $"output '{name}' is no tensor of a type that the protocol carries"
            : $"there is no output '{name}'; the model has {string.Join(", ", request.Signature.Outputs.Select(spec => $"'{spec.Name}'"))}");
    }
}
