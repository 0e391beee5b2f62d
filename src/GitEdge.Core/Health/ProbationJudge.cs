using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>
/// Judges a generation on probation from one sample after another. What the models did with real traffic decides at
/// once; what may be a passing cloud (readiness, memory, required probes) decides when it lasts
/// <see cref="PersistentSamples"/> samples. Wanted probes only report.
/// </summary>
public static class ProbationJudge
{
    /// <summary>Samples in a row after which a passing cloud is none.</summary>
    public const int PersistentSamples = 3;

    /// <summary>How long a generation may come and go after its soak: as long as the soak again, at least this.</summary>
    public static readonly TimeSpan LeastSettling = TimeSpan.FromMinutes(1);

    /// <summary>Judges one sample.</summary>
    /// <param name="probation">The generation, its limits and its baseline.</param>
    /// <param name="counters">From the judgement before; <see cref="ProbationCounters.None"/> for the first.</param>
    /// <param name="now">The sample.</param>
    /// <param name="probes">Every required and wanted probe, tried for this sample.</param>
    public static ProbationJudgement Judge(
        Probation probation, ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        ArgumentNullException.ThrowIfNull(probation);
        ArgumentNullException.ThrowIfNull(counters);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(probes);
        var after = counters.After(IsReady(probation, now), IsOverMemory(probation, now), probes);
        var (outcome, reason, text) = Fault(probation, after, now, probes) is { } fault
            ? (HealthOutcome.Unhealthy, fault.Reason, fault.Text)
            : Unfaulted(probation.Health.Soak, now.Elapsed, after);
        var verdict = new HealthVerdict
        {
            Generation = probation.Generation,
            Outcome = outcome,
            Reason = reason,
            Text = text,
            Remarks = [.. Remarks(now, probes)],
        };
        return new ProbationJudgement(verdict, after);
    }

    private static HealthFault? Fault(
        Probation probation, ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        if (counters.NotReady >= PersistentSamples)
            return new HealthFault(HealthReason.NotReady, $"not ready in {counters.NotReady} samples in a row");
        return TrafficJudge.Fault(probation, now) ?? MemoryFault(probation, counters, now) ?? ProbeFault(counters, probes);
    }

    // A model that is missing from the answer is as little ready as one that says so.
    private static bool IsReady(Probation probation, ProbationSample now) =>
        now.Ready && probation.Baseline.Models.All(model => now.Models.Any(other => other.Name == model.Name));

    private static bool IsOverMemory(Probation probation, ProbationSample now) =>
        now.ResidentBytes > probation.Baseline.ResidentBytes * probation.Health.Limits.MemoryGrowth;

    private static HealthFault? MemoryFault(Probation probation, ProbationCounters counters, ProbationSample now) =>
        counters.OverMemory >= PersistentSamples
            ? new HealthFault(HealthReason.MemoryGrowth, string.Create(CultureInfo.InvariantCulture,
                $"the server's memory grew from {ByteText.Of(probation.Baseline.ResidentBytes.GetValueOrDefault())} to {ByteText.Of(now.ResidentBytes.GetValueOrDefault())}, {probation.Health.Limits.MemoryGrowth:0.##} times is allowed"))
            : null;

    private static HealthFault? ProbeFault(ProbationCounters counters, IReadOnlyList<ProbeResult> probes)
    {
        var required = probes.Where(probe => probe.Required).ToList();
        if (required.Find(probe => probe.Status == ProbeStatus.Unsupported) is { } unsupported)
            return new HealthFault(HealthReason.ProbeUnsupported, $"{unsupported.Name}: {unsupported.Text}");
        var failed = required.Find(probe => counters.Probes.GetValueOrDefault(probe.Name) >= PersistentSamples);
        return failed is null
            ? null
            : new HealthFault(HealthReason.ProbeFailed,
                $"{failed.Name}: {failed.Text}; not passed in {counters.Probes[failed.Name]} samples in a row");
    }

    private static (HealthOutcome Outcome, string Reason, string Text) Unfaulted(TimeSpan soak, TimeSpan elapsed, ProbationCounters counters)
    {
        if (elapsed < soak)
            return (HealthOutcome.Waiting, HealthReason.Soaking, $"{Whole(elapsed)} of {Whole(soak)} are over");
        if (counters.AllQuiet)
            return (HealthOutcome.Healthy, HealthReason.Ok, $"nothing wrong in {Whole(elapsed)}");
        var settling = soak > LeastSettling ? soak : LeastSettling;
        return elapsed < soak + settling
            ? (HealthOutcome.Waiting, HealthReason.Settling, "the soak is over, but the last sample was not good")
            : (HealthOutcome.Unhealthy, HealthReason.DoesNotSettle, $"still coming and going {Whole(elapsed)} after the switch");
    }

    private static IEnumerable<string> Remarks(ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        foreach (var probe in probes.Where(probe => !probe.Required && probe.Status != ProbeStatus.Passed))
            yield return $"{probe.Name}: {probe.Text}";
        foreach (var model in now.Models.Where(model => model.Requests < TrafficJudge.MinimumRequests))
            yield return $"{model.Name}: {model.Requests} requests so far, too few to judge shares and times";
    }

    private static string Whole(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
