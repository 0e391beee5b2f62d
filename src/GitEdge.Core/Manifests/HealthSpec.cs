namespace GitEdge.Core.Manifests;

/// <summary>What a generation must show after the switch, and for how long, before it is committed.</summary>
public sealed record HealthSpec
{
    /// <summary>How long probation lasts.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Probes that decide: one that stays failed goes back.</summary>
    public IReadOnlyList<ProbeSpec> Required { get; init; } = [];

    /// <summary>Probes that only report.</summary>
    public IReadOnlyList<ProbeSpec> Wanted { get; init; } = [];

    /// <summary>Bounds on what the served models do with real traffic.</summary>
    public TrafficLimits Limits { get; init; } = new();
}
