using System.Text.Json.Serialization;

namespace GitEdge.Agent.Containers;

/// <summary>Which Podman it is (libpod API, <c>version</c>), as far as it is read.</summary>
internal sealed record PodmanVersion
{
    /// <summary>For example <c>5.4.2</c>.</summary>
    [JsonPropertyName("Version")]
    public required string Version { get; init; }
}
