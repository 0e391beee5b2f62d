namespace GitEdge.Core.Health;

/// <summary>One measurement of the candidate and, alternating with it run by run, of the model that serves now.</summary>
public sealed record LatencyAttempt
{
    /// <summary>Median of the candidate's runs, microseconds.</summary>
    public required double CandidateP50 { get; init; }

    /// <summary>95th percentile of the candidate's runs, microseconds.</summary>
    public required double CandidateP95 { get; init; }

    /// <summary>Median of the running model's runs, microseconds; null when there is none to compare with.</summary>
    public double? RunningP50 { get; init; }

    /// <summary>95th percentile of the running model's runs, microseconds.</summary>
    public double? RunningP95 { get; init; }

    /// <summary>Candidate's p95 divided by the running model's.</summary>
    public double? Ratio => RunningP95 is > 0 ? CandidateP95 / RunningP95 : null;

    /// <summary>Sums up run times in microseconds; <paramref name="running"/> is empty when nothing serves yet.</summary>
    public static LatencyAttempt Of(ReadOnlySpan<double> candidate, ReadOnlySpan<double> running) => new()
    {
        CandidateP50 = LatencyStatistics.Percentile(candidate, 50),
        CandidateP95 = LatencyStatistics.Percentile(candidate, 95),
        RunningP50 = running.IsEmpty ? null : LatencyStatistics.Percentile(running, 50),
        RunningP95 = running.IsEmpty ? null : LatencyStatistics.Percentile(running, 95),
    };
}
