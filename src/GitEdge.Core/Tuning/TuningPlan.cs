namespace GitEdge.Core.Tuning;

/// <summary>What has to be turned on this machine, or why it is not.</summary>
public sealed record TuningPlan
{
    /// <summary>The changes, in the order of writing; none when anything is refused.</summary>
    public IReadOnlyList<TuningChange> Changes { get; init; } = [];

    /// <summary>Everything that is in the way.</summary>
    public IReadOnlyList<TuningRefusal> Refusals { get; init; } = [];

    /// <summary>All that the generation holds, changed now or not.</summary>
    public IReadOnlyList<KeptSetting> Settings { get; init; } = [];

    /// <summary>Nothing to do.</summary>
    public bool IsConverged => Changes.Count == 0 && Refusals.Count == 0;
}
