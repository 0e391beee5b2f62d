namespace GitEdge.Core.Manifests;

/// <summary>How slow a candidate may be on this device.</summary>
public sealed record LatencyGate
{
    /// <summary>Greatest 95th percentile of one run over the golden inputs; null sets no absolute bound.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>Greatest ratio of the candidate's p95 to the running model's, measured alternately; null does not compare.</summary>
    public double? Regression { get; init; }
}
