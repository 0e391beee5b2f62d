using System.Text.Json.Serialization;

namespace GitEdge.Agent.Inference;

/// <summary>One version the server knows.</summary>
internal sealed record ServedModel
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>READY, LOADING or UNAVAILABLE.</summary>
    public required string State { get; init; }

    /// <summary>Why it is unavailable.</summary>
    public string? Reason { get; init; }

    /// <summary><c>sha256:…</c> of the loaded bytes; null when not loaded.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether it answers requests that name no version.</summary>
    [JsonPropertyName("default")]
    public bool IsDefault { get; init; }

    /// <summary>Bytes of the file; null when not loaded.</summary>
    public long? Size { get; init; }

    /// <summary>Whether it answers.</summary>
    [JsonIgnore]
    public bool IsReady => State == "READY";
}
