using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>The decision for one device at one moment.</summary>
internal sealed record PlanReport
{
    /// <summary>The device's id.</summary>
    public required string Device { get; init; }

    /// <summary>For which moment.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is planned from, in words: <c>release stable/8</c>, or a working tree and that nothing signed it.</summary>
    public required string Source { get; init; }

    /// <summary>The plan; null when there can be none.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Why there is no plan, or why it will not be carried out; all of them.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What the plan rests on and could not be seen, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
