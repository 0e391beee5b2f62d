namespace GitEdge.Core.Manifests;

/// <summary>Bounds on real traffic during probation; checked per model, required.</summary>
public sealed record TrafficLimits
{
    /// <summary>Greatest share of requests that may fail in the server, 0 to 1.</summary>
    public double ErrorRate { get; init; } = 0.01;

    /// <summary>Greatest share of answers with NaN or infinite values, 0 to 1.</summary>
    public double BadOutputs { get; init; }

    /// <summary>Greatest run of answers with the very same values for different inputs; 0 switches the check off.</summary>
    public int ConstantOutputs { get; init; } = 1000;

    /// <summary>Greatest 95th percentile of one inference; null sets no bound.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>Greatest ratio of the server's resident memory to that at the start of probation.</summary>
    public double MemoryGrowth { get; init; } = 1.5;
}
