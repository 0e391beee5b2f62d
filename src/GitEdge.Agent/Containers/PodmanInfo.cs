using System.Text.Json.Serialization;

namespace GitEdge.Agent.Containers;

/// <summary>What Podman says of itself (libpod API, <c>info</c>), as far as it is read.</summary>
internal sealed record PodmanInfo
{
    /// <summary>Its store.</summary>
    [JsonPropertyName("store")]
    public required PodmanStore Store { get; init; }

    /// <summary>Where images lie.</summary>
    internal sealed record PodmanStore
    {
        /// <summary>The folder.</summary>
        [JsonPropertyName("graphRoot")]
        public required string GraphRoot { get; init; }
    }
}
