namespace GitEdge.Agent.Inference;

/// <summary>Percentiles in microseconds; null before the first answer.</summary>
internal sealed record StatsLatency
{
    public double? P50 { get; init; }

    public double? P95 { get; init; }

    public double? P99 { get; init; }
}
