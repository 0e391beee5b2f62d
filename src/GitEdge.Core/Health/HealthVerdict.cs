namespace GitEdge.Core.Health;

/// <summary>The verdict of probation on one generation.</summary>
public sealed record HealthVerdict
{
    /// <summary>The generation that was judged; a verdict on another one decides nothing.</summary>
    public required long Generation { get; init; }

    /// <summary>The verdict.</summary>
    public required HealthOutcome Outcome { get; init; }

    /// <summary>One of <see cref="HealthReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What was seen, for a person.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// Whether an unhealthy generation is to blame, so that its content is not tried again; false when the cause may lie
    /// outside it: a server that does not answer, a repository that cannot be reached. Means nothing for another outcome.
    /// </summary>
    public bool IsReleasesFault { get; init; } = true;

    /// <summary>What is worth telling and decides nothing: wanted probes that fail, limits that met no traffic.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
