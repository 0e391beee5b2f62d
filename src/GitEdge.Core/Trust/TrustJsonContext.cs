using System.Text.Json.Serialization;

namespace GitEdge.Core.Trust;

/// <summary>JSON of what is persisted about trust, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AcceptedRelease))]
public sealed partial class TrustJsonContext : JsonSerializerContext;
