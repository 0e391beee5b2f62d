namespace GitEdge.Agent.Inference;

/// <summary>What the server counted for one version since it was loaded.</summary>
internal sealed record VersionStats
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary><c>sha256:…</c> of the loaded bytes.</summary>
    public required string Digest { get; init; }

    /// <summary>Answered and failed.</summary>
    public long Requests { get; init; }

    /// <summary>
    /// Requests that the model or the server failed on, and that the version before answers. What is a client's own fault
    /// is counted elsewhere (<c>rejected</c>, <c>excused</c>) and judged by nobody: any local client could bring about any
    /// share of it.
    /// </summary>
    public long Failures { get; init; }

    /// <summary>Answers to finite inputs with NaN or infinite values, where the version before has none.</summary>
    public long BadOutputs { get; init; }

    /// <summary>Longest row of equal answers to requests that differed.</summary>
    public long LongestConstantRun { get; init; }

    public required StatsLatency LatencyMicroseconds { get; init; }

    /// <summary>Resident memory of the whole server, bytes.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>When the version was loaded.</summary>
    public DateTimeOffset Since { get; init; }
}
