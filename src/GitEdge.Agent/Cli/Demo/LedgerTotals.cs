namespace GitEdge.Agent.Cli.Demo;

/// <summary>The ledger at one moment.</summary>
internal sealed record LedgerTotals
{
    /// <summary>Requests that left a client.</summary>
    public required long Sent { get; init; }

    /// <summary>Requests that came back whole with status 200.</summary>
    public required long Answered { get; init; }

    /// <summary>Requests that did not: another status, no connection, no answer in time, an answer that cannot be read.</summary>
    public required long Failed { get; init; }

    /// <summary>Why requests failed, and how many for each reason.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    /// <summary>Models in the order in which they first answered.</summary>
    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    /// <summary>Half of the answers were at least as fast.</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>99 in 100 answers were at least as fast.</summary>
    public required TimeSpan P99 { get; init; }

    /// <summary>Sent, and neither answered nor failed yet.</summary>
    public long Outstanding => Sent - Answered - Failed;

    /// <summary>Answers with a NaN or an infinity: answered, not failed; the model was wrong, not the service.</summary>
    public long Bad => Lines.Sum(line => line.Bad);
}
