using System.Text.Json.Serialization;

namespace GitEdge.Agent.Containers;

[JsonSerializable(typeof(IReadOnlyList<PodmanContainer>))]
[JsonSerializable(typeof(PodmanInfo))]
internal sealed partial class PodmanJson : JsonSerializerContext;
