using System.Text.Json.Serialization;

namespace GitEdge.Core.Deployments;

/// <summary>The persisted form of <see cref="OperatorPause"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OperatorPause))]
internal sealed partial class OperatorPauseJson : JsonSerializerContext;
