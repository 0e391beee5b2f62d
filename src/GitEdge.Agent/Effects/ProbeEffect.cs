using System.Globalization;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Probation: one look at the generation that serves, after a pause that fits its soak.</summary>
/// <param name="server">The serving process.</param>
/// <param name="probe">Tries the manifest's probes.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbeEffect(InferenceAdmin server, RunProbes probe, TimeProvider time)
{
    private const int LooksPerSoak = 40;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private Probation? _probation;
    private ProbationCounters _counters = ProbationCounters.None;

    /// <summary>Waits, looks, judges.</summary>
    /// <param name="target">The generation in probation.</param>
    /// <param name="soaked">How long it has been healthy before this look, over restarts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DeploymentEvent> RunAsync(Generation target, TimeSpan soaked, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        if (_probation?.Generation != target.Number)
            await BeginAsync(target, cancellation);
        await Task.Delay(Pause(target.Desired.Health.Soak), time, cancellation);
        var sample = await SampleAsync(target, cancellation);
        if (_probation is not { } probation)
            return new DeploymentEvent.Probed(NotSeen(target), TimeSpan.Zero);
        var probes = await probe(target.Desired.Health, cancellation);
        var elapsed = time.GetElapsedTime(began);
        var judged = ProbationJudge.Judge(probation, _counters, sample with { Elapsed = soaked + elapsed }, probes);
        _counters = judged.Counters;
        return new DeploymentEvent.Probed(judged.Verdict, elapsed);
    }

    private async Task BeginAsync(Generation target, CancellationToken cancellation)
    {
        var baseline = await ServesAsync(target, cancellation)
            ? await SampleAsync(target, cancellation)
            : new ProbationSample { Ready = false };
        _counters = ProbationCounters.None;
        _probation = baseline.Ready
            ? new Probation { Generation = target.Number, Health = target.Desired.Health, Baseline = baseline }
            : null;
    }

    /// <summary>
    /// A version that is loaded and not the default gets no requests, so that nothing could be said against it: so it is
    /// after going back without being able to write it down.
    /// </summary>
    private async Task<bool> ServesAsync(Generation target, CancellationToken cancellation)
    {
        var version = target.Number.ToString(CultureInfo.InvariantCulture);
        var index = await server.IndexAsync(cancellation);
        return index.Value is { } loaded && target.Desired.Models.All(model =>
            loaded.Any(one => one.IsDefault && one.Name == model.Spec.Name && one.Version == version));
    }

    private async Task<ProbationSample> SampleAsync(Generation target, CancellationToken cancellation)
    {
        var models = new List<ModelTraffic>();
        long? resident = null;
        foreach (var model in target.Desired.Models)
        {
            var version = target.Number.ToString(CultureInfo.InvariantCulture);
            if ((await server.StatsAsync(model.Spec.Name, version, cancellation)).Value is not { } stats)
                return new ProbationSample { Ready = false };
            resident = stats.ResidentBytes;
            models.Add(Traffic(stats));
        }
        return new ProbationSample { Ready = true, ResidentBytes = resident, Models = models };
    }

    private static ModelTraffic Traffic(VersionStats stats) => new()
    {
        Name = stats.Name,
        Requests = stats.Requests,
        Failures = stats.Failures,
        BadOutputs = stats.BadOutputs,
        LongestConstantRun = stats.LongestConstantRun,
        P95 = stats.LatencyMicroseconds.P95 is { } p95 ? TimeSpan.FromMicroseconds(p95) : null,
        Since = stats.Since,
    };

    private static TimeSpan Pause(TimeSpan soak)
    {
        var even = soak / LooksPerSoak;
        return even < ShortestPause ? ShortestPause : even > LongestPause ? LongestPause : even;
    }

    private static HealthVerdict NotSeen(Generation target) => new()
    {
        Generation = target.Number,
        Outcome = HealthOutcome.Unknown,
        Reason = HealthReason.NotReady,
        Text = "the server does not answer on its admin socket, or does not serve it",
    };
}
