using System.Text.Json;

namespace GitEdge.Inference.Protocol;

/// <summary>Writes the JSON part of an answer: all of it, or the header before binary data.</summary>
internal static class InferenceResponseWriter
{
    public static ProtocolError? Write(Utf8JsonWriter json, string model, string version, string? id, List<OutputTensor> outputs)
    {
        json.WriteStartObject();
        json.WriteString("model_name"u8, model);
        json.WriteString("model_version"u8, version);
        if (id is not null)
            json.WriteString("id"u8, id);
        json.WriteStartArray("outputs"u8);
        foreach (var output in outputs)
        {
            if (WriteOutput(json, output) is { } problem)
                return problem;
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return null;
    }

    private static ProtocolError? WriteOutput(Utf8JsonWriter json, OutputTensor output)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, output.Spec.Utf8Name);
        json.WriteString("datatype"u8, output.Spec.Datatype);
        json.WriteStartArray("shape"u8);
        foreach (var dimension in output.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        if (output.Binary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, BinaryTensor.SizeOf(output));
            json.WriteEndObject();
        }
        else
        {
            json.WritePropertyName("data"u8);
            if (!JsonTensorWriter.Write(json, output))
                return ProtocolError.BadRequest($"output '{output.Spec.Name}' holds bytes that are not UTF-8; ask for it with \"binary_data\": true");
        }
        json.WriteEndObject();
        return null;
    }
}
