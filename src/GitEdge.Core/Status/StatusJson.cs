using System.Text.Json.Serialization;

namespace GitEdge.Core.Status;

/// <summary>The written forms of status and history.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceStatus))]
[JsonSerializable(typeof(HistoryEntry))]
public sealed partial class StatusJson : JsonSerializerContext;
