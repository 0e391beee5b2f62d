namespace GitEdge.Core.Health;

/// <summary>What was measured, as far as the trial came. Times are of this device, at low priority.</summary>
public sealed record PreflightMeasurements
{
    /// <summary>From the file to a session that can run, milliseconds.</summary>
    public double? LoadMilliseconds { get; init; }

    /// <summary>Median of one run of the candidate, microseconds.</summary>
    public double? CandidateP50Microseconds { get; init; }

    /// <summary>95th percentile of one run of the candidate, microseconds.</summary>
    public double? CandidateP95Microseconds { get; init; }

    /// <summary>Median of one run of the running model, measured alternately, microseconds.</summary>
    public double? RunningP50Microseconds { get; init; }

    /// <summary>95th percentile of one run of the running model, microseconds.</summary>
    public double? RunningP95Microseconds { get; init; }

    /// <summary>Candidate's p95 divided by the running model's.</summary>
    public double? Ratio { get; init; }

    /// <summary>How often the latency was measured before the verdict; see <see cref="LatencyJudge"/>.</summary>
    public int LatencyAttempts { get; init; }

    /// <summary>Greatest resident memory of the process with the candidate alone (VmHWM), bytes.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>How much of <see cref="PeakBytes"/> came with the candidate: loading and running it, bytes.</summary>
    public long? CandidatePeakBytes { get; init; }

    /// <summary>The same for the running model, measured in the same way afterwards, bytes.</summary>
    public long? RunningPeakBytes { get; init; }

    /// <summary>Resident memory after the recorded cases with the candidate alone, bytes.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>How many recorded cases were run.</summary>
    public int Cases { get; init; }

    /// <summary>The whole trial, milliseconds.</summary>
    public double? TotalMilliseconds { get; init; }
}
