using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitEdge.Core.Health;

/// <summary>JSON of the preflight, the same on both sides of the pipe. Unknown fields are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PreflightRequest))]
[JsonSerializable(typeof(PreflightVerdict))]
public sealed partial class HealthJson : JsonSerializerContext;
