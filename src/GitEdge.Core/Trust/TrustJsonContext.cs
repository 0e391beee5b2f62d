using System.Text.Json.Serialization;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>JSON of what is persisted about trust, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AcceptedRelease))]
[JsonSerializable(typeof(RememberedTrust))]
public sealed partial class TrustJsonContext : JsonSerializerContext;
