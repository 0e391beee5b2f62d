namespace GitEdge.Core.Health;

/// <summary>
/// Judges a generation on probation from one look after another. What the models did with real traffic decides at once;
/// what may be a passing cloud (readiness, memory, required probes) decides when it lasts; one restart of the server is
/// tolerated. Only looks without trouble count as soaking. Wanted probes only report.
/// </summary>
public static class ProbationJudge
{
    /// <summary>Restarts of the server within one probation that are put up with: somebody may have asked for one.</summary>
    public const int ToleratedRestarts = 1;

    /// <summary>Judges one look.</summary>
    /// <param name="probation">The generation and its limits.</param>
    /// <param name="counters">From the judgement before; <see cref="ProbationCounters.None"/> for the first.</param>
    /// <param name="now">The sample, taken after the probes were tried.</param>
    /// <param name="probes">Every required and wanted probe, tried for this look.</param>
    public static ProbationJudgement Judge(
        Probation probation, ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        ArgumentNullException.ThrowIfNull(probation);
        ArgumentNullException.ThrowIfNull(counters);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(probes);
        var after = counters.After(probation, now, probes);
        var counted = after.GoodLooks == 0 ? TimeSpan.Zero : Least(now.Elapsed, ProbationPace.Credit(probation.Health.Soak));
        var verdict = Fault(probation, after, now, probes) is { } fault
            ? Unhealthy(probation, after, now, fault)
            : Unfaulted(probation, after, now, now.Soaked + counted);
        return new ProbationJudgement(verdict with { Remarks = [.. Remarks(after, now, probes)] }, after, counted);
    }

    private static HealthFault? Fault(
        Probation probation, ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        var health = probation.Health;
        return TrafficJudge.Fault(health.Limits, now)
            ?? RestartFault(counters)
            ?? NotReadyFault(health.Soak, counters, now)
            ?? MemoryFault(probation, counters, now)
            ?? ProbeFault(health.Soak, counters, probes)
            ?? Unsettled(health.Soak, counters, now, probes);
    }

    private static HealthFault? RestartFault(ProbationCounters counters) => counters.Restarts > ToleratedRestarts
        ? new HealthFault(HealthReason.ServerRestarted,
            $"the server was restarted {counters.Restarts} times, {ToleratedRestarts} is tolerated")
        : null;

    private static HealthFault? NotReadyFault(TimeSpan soak, ProbationCounters counters, ProbationSample now) =>
        counters.NotReady is { } streak && streak.Decides(soak)
            ? new HealthFault(HealthReason.NotReady, $"{now.NotReady}; {HealthText.Of(streak, soak)}", IsReleasesFault: false)
            : null;

    private static HealthFault? MemoryFault(Probation probation, ProbationCounters counters, ProbationSample now) =>
        counters.OverMemory is { } streak && streak.Decides(probation.Health.Soak)
            ? new HealthFault(HealthReason.MemoryGrowth,
                $"{HealthText.Memory(counters, now, probation.Health.Limits)}; {HealthText.Of(streak, probation.Health.Soak)}")
            : null;

    // What the release can be blamed for goes before what it cannot.
    private static HealthFault? ProbeFault(TimeSpan soak, ProbationCounters counters, IReadOnlyList<ProbeResult> probes)
    {
        var required = probes.Where(probe => probe.Required).OrderBy(probe => probe.IsOutside).ToList();
        if (required.Find(probe => probe.Status == ProbeStatus.Unsupported) is { } unsupported)
            return new HealthFault(HealthReason.ProbeUnsupported, $"{unsupported.Name}: {unsupported.Text}");
        return required.Find(probe => counters.Probes.GetValueOrDefault(probe.Name)?.Decides(soak) ?? false) is { } failed
            ? new HealthFault(HealthReason.ProbeFailed,
                $"{failed.Name}: {failed.Text}; {HealthText.Of(counters.Probes[failed.Name], soak)}", !failed.IsOutside)
            : null;
    }

    private static HealthFault? Unsettled(TimeSpan soak, ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        if (counters.Troubled < ProbationPace.Trouble(soak))
            return null;
        var isOwn = counters.OverMemory is not null
            || (now.NotReady is null && probes.Any(probe => !probe.IsOutside && counters.Probes.ContainsKey(probe.Name)));
        return new HealthFault(HealthReason.DoesNotSettle,
            $"trouble came and went for {HealthText.Of(counters.Troubled)} in all, {HealthText.Of(ProbationPace.Trouble(soak))} is allowed; last: {HealthText.Trouble(counters, now)}",
            isOwn);
    }

    private static HealthVerdict Unhealthy(Probation probation, ProbationCounters counters, ProbationSample now, HealthFault fault) => new()
    {
        Generation = probation.Generation,
        Outcome = HealthOutcome.Unhealthy,
        Reason = fault.Reason,
        Text = $"{fault.Text}; {HealthText.Measured(probation, counters, now)}",
        IsReleasesFault = fault.IsReleasesFault,
    };

    private static HealthVerdict Unfaulted(Probation probation, ProbationCounters counters, ProbationSample now, TimeSpan soaked)
    {
        var soak = probation.Health.Soak;
        var isOver = soaked >= soak;
        var isHealthy = isOver && counters.GoodLooks >= ProbationPace.LeastLooks;
        var share = $"{HealthText.Of(soaked)} of {HealthText.Of(soak)} are over";
        return new HealthVerdict
        {
            Generation = probation.Generation,
            Outcome = isHealthy ? HealthOutcome.Healthy : HealthOutcome.Waiting,
            Reason = isHealthy ? HealthReason.Ok : isOver ? HealthReason.Settling : HealthReason.Soaking,
            Text = isHealthy ? $"healthy for {HealthText.Of(soaked)}; {HealthText.Measured(probation, counters, now)}"
                : counters.GoodLooks == 0 ? $"{share}; {HealthText.Trouble(counters, now)}"
                : isOver ? $"{share}; {counters.GoodLooks} of {ProbationPace.LeastLooks} good looks in a row"
                : share,
            IsReleasesFault = false,
        };
    }

    private static IEnumerable<string> Remarks(ProbationCounters counters, ProbationSample now, IReadOnlyList<ProbeResult> probes)
    {
        foreach (var probe in probes.Where(probe => !probe.Required && probe.Status != ProbeStatus.Passed))
            yield return $"{probe.Name}: {probe.Text}";
        foreach (var model in now.Models.Where(model => model.Requests < TrafficJudge.MinimumRequests))
        {
            yield return model.Requests == 0
                ? $"{model.Name}: no traffic seen"
                : $"{model.Name}: {model.Requests} requests so far, too few to judge shares and times";
        }
        if (counters.Restarts > 0)
            yield return $"the server was restarted {counters.Restarts} times";
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
