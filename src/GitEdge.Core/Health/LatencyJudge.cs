using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>
/// Holds measurements against the gate, on a machine that is doing other things. Whatever else runs can only make a
/// model look slower, never faster, so the best of several attempts is the truest: a candidate passes each bound with
/// its best attempt, and fails only when all <see cref="MaximumAttempts"/> attempts say so.
/// </summary>
public static class LatencyJudge
{
    /// <summary>How often to measure before believing that a candidate is too slow.</summary>
    public const int MaximumAttempts = 3;

    /// <summary>
    /// Microseconds by which the candidate may be slower whatever the ratio: below this a p95 is the scheduler's, and
    /// no client of a network protocol can notice.
    /// </summary>
    public const double NegligibleMicroseconds = 20;

    /// <summary>The verdict over all attempts so far; measure again while it is not Passed and attempts are left.</summary>
    /// <param name="gate">The bounds; null asks for none.</param>
    /// <param name="attempts">The measurements so far.</param>
    public static LatencyOutcome Judge(LatencyGate? gate, IReadOnlyCollection<LatencyAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        if (attempts.Count == 0)
            return LatencyOutcome.Unknown;
        if (gate?.P95 is { } p95 && attempts.All(attempt => attempt.CandidateP95 > p95.TotalMicroseconds))
            return LatencyOutcome.TooSlow;
        if (gate?.Regression is { } regression && attempts.All(attempt => IsSlower(attempt, regression)))
            return LatencyOutcome.SlowerThanRunning;
        return LatencyOutcome.Passed;
    }

    /// <summary>The attempt to report: the one with the least ratio, or the least p95 when nothing ran beside it.</summary>
    /// <returns>Null when there are no attempts.</returns>
    public static LatencyAttempt? Best(IReadOnlyCollection<LatencyAttempt> attempts) =>
        attempts.OrderBy(attempt => attempt.Ratio ?? double.PositiveInfinity).ThenBy(attempt => attempt.CandidateP95).FirstOrDefault();

    private static bool IsSlower(LatencyAttempt attempt, double regression) =>
        attempt.Ratio > regression && attempt.CandidateP95 - attempt.RunningP95 > NegligibleMicroseconds;
}
