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

    /// <summary>Requests that got no answer, the rejected ones among them.</summary>
    public long Failures { get; init; }

    /// <summary>Requests that were malformed or did not fit the model's inputs: the client's fault.</summary>
    public long Rejected { get; init; }

    /// <summary>Answers with NaN or infinite values.</summary>
    public long BadOutputs { get; init; }

    /// <summary>Longest row of equal answers to requests that differed.</summary>
    public long LongestConstantRun { get; init; }

    public required StatsLatency LatencyMicroseconds { get; init; }

    /// <summary>Resident memory of the whole server, bytes.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>When the version was loaded.</summary>
    public DateTimeOffset Since { get; init; }
}
