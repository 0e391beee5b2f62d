using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>One probe, tried once.</summary>
public sealed record ProbeResult
{
    /// <summary>Which.</summary>
    public required ProbeSpec Probe { get; init; }

    /// <summary>Whether it decides, or only reports.</summary>
    public required bool Required { get; init; }

    /// <summary>What it found.</summary>
    public required ProbeStatus Status { get; init; }

    /// <summary>What it saw, for a person.</summary>
    public string Text { get; init; } = "";

    /// <summary>False when this is an earlier answer that was remembered: it says nothing new.</summary>
    public bool IsFresh { get; init; } = true;

    /// <summary>Whether what it asks may fail for causes outside the release: the repository and the way to it.</summary>
    public bool IsOutside => Probe.Reach is not null;

    /// <summary>Kind and target in words, for example <c>http http://127.0.0.1:8080/healthz</c>; unique within a manifest.</summary>
    public string Name => Probe switch
    {
        { Unit: { } unit } => $"unit {unit}",
        { Http: { } http } => $"http {http}",
        { Reach: { } reach } => $"reach {reach}",
        _ => "empty probe",
    };
}
