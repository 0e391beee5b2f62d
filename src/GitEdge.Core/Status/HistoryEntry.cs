using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Status;

/// <summary>One step of one deployment, as <c>gitedge history</c> shows it.</summary>
public sealed record HistoryEntry
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Names the deployment.</summary>
    public required string Transaction { get; init; }

    /// <summary>The generation's number.</summary>
    public required long Generation { get; init; }

    /// <summary>The release.</summary>
    public required ReleaseName Release { get; init; }

    /// <summary>The phase that was left.</summary>
    public required DeploymentPhase From { get; init; }

    /// <summary>The phase that was entered.</summary>
    public required DeploymentPhase To { get; init; }

    /// <summary>Why, when something was wrong.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What was measured or found, in words.</summary>
    public string? Note { get; init; }
}
