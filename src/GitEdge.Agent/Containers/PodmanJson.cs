using System.Text.Json.Serialization;

namespace GitEdge.Agent.Containers;

[JsonSerializable(typeof(IReadOnlyList<PodmanContainer>))]
[JsonSerializable(typeof(PodmanInfo))]
[JsonSerializable(typeof(PodmanVersion))]
internal sealed partial class PodmanJson : JsonSerializerContext;
