namespace GitEdge.Core.Health;

/// <summary>What the latency gate says.</summary>
public enum LatencyOutcome
{
    /// <summary>Nothing was measured.</summary>
    Unknown,

    /// <summary>Fast enough.</summary>
    Passed,

    /// <summary>The absolute bound does not hold.</summary>
    TooSlow,

    /// <summary>The ratio to the running model does not hold.</summary>
    SlowerThanRunning,
}
