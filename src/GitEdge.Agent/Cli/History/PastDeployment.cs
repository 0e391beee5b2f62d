using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.History;

/// <summary>All that the history says about one deployment.</summary>
internal sealed record PastDeployment
{
    public required string Transaction { get; init; }

    public required ReleaseName Release { get; init; }

    public required long Generation { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Until it was committed or given up; null while it is under way and when that is not known.</summary>
    public TimeSpan? Duration { get; init; }

    public required HistoryOutcome Outcome { get; init; }

    /// <summary>Why it did not succeed, as far as anything was to blame.</summary>
    public Fault? Fault { get; init; }

    /// <summary>In the order in which they happened.</summary>
    public required IReadOnlyList<HistoryEntry> Steps { get; init; }
}
