using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Tuning;

/// <summary>The persisted form of <see cref="TuningRecord"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TuningRecord))]
public sealed partial class TuningJson : JsonSerializerContext
{
    /// <summary>The record as UTF-8 JSON.</summary>
    public static byte[] Write(TuningRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.TuningRecord);

    /// <summary>Reads a record; null when the bytes are not one.</summary>
    public static TuningRecord? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.TuningRecord) is { Format: 1 } record ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
