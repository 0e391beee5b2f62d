using System.Text.Json.Serialization;

namespace GitEdge.Agent.Containers;

/// <summary>A container in Podman's list (libpod API, <c>containers/json</c>), as far as it is read.</summary>
internal sealed record PodmanContainer
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("Id")]
    public required string Id { get; init; }

    /// <summary><c>running</c>, <c>exited</c>, …</summary>
    [JsonPropertyName("State")]
    public required string State { get; init; }

    /// <summary>Its labels.</summary>
    [JsonPropertyName("Labels")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
