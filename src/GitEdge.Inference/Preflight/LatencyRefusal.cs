using System.Globalization;
using GitEdge.Core.Health;

namespace GitEdge.Inference.Preflight;

/// <summary>Puts the latency gate's verdict into words.</summary>
internal static class LatencyRefusal
{
    private const string Cure =
        "Measure the model on this hardware; choose a smaller or quantised variant for it, or change golden.latency.";

    public static PreflightVerdict? Of(PreflightRequest request, IReadOnlyList<LatencyAttempt> attempts)
    {
        var ratio = attempts.Min(attempt => attempt.Ratio);
        return LatencyJudge.Judge(request.Latency, attempts) switch
        {
            LatencyOutcome.TooSlow => PreflightVerdict.Refuse(PreflightReason.TooSlow, string.Create(CultureInfo.InvariantCulture,
                $"{request.Name}: p95 is {attempts.Min(attempt => attempt.CandidateP95) / 1000:0.###} ms at best of {attempts.Count}, {request.Latency!.P95!.Value.TotalMilliseconds:0.###} ms is allowed."), Cure),
            LatencyOutcome.SlowerThanRunning => PreflightVerdict.Refuse(PreflightReason.SlowerThanRunning, string.Create(CultureInfo.InvariantCulture,
                $"{request.Name}: p95 is {ratio:0.##} times the running model's at best of {attempts.Count}, {request.Latency!.Regression:0.##} times is allowed."), Cure),
            _ => null,
        };
    }
}
