using System.Globalization;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Effects;

/// <summary>Probation: one look at the generation that serves, after a pause that fits its soak.</summary>
/// <param name="server">The serving process.</param>
/// <param name="probe">Tries the manifest's probes.</param>
/// <param name="confirmation">Confirms what was set for the generation.</param>
/// <param name="note">Told what is worth keeping when probation is over.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbeEffect(
    InferenceAdmin server, RunProbes probe, Confirmation confirmation, Action<string> note, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Probation? _probation;
    private ProbationCounters _counters = ProbationCounters.None;
    private long? _looked;

    /// <summary>Waits, tries the probes, looks, judges. The first look comes at once and adds nothing to the soak.</summary>
    /// <param name="target">The generation in probation.</param>
    /// <param name="soaked">How long it has been healthy before this look, over restarts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DeploymentEvent> RunAsync(Generation target, TimeSpan soaked, CancellationToken cancellation)
    {
        var probation = new Probation { Generation = target.Number, Health = target.Desired.Watched };
        if (_probation?.Generation != target.Number)
            (_probation, _counters, _looked) = (probation, ProbationCounters.None, null);
        else
            await Task.Delay(ProbationPace.Pause(probation.Health.Soak), time, cancellation);
        var probes = await probe(probation, cancellation);
        // After the probes, which may take long: what is judged is how the server is now.
        var sample = await LookAsync(target, cancellation);
        var now = time.GetTimestamp();
        var elapsed = _looked is { } before ? time.GetElapsedTime(before, now) : TimeSpan.Zero;
        var judged = ProbationJudge.Judge(probation, _counters, sample with { Soaked = soaked, Elapsed = elapsed }, probes);
        (_counters, _looked) = (judged.Counters, now);
        var verdict = await confirmation.AddAsync(target, judged.Verdict, cancellation);
        Tell(verdict);
        return new DeploymentEvent.Probed(verdict, judged.Counted);
    }

    private void Tell(HealthVerdict verdict)
    {
        string[] worth = verdict.Outcome switch
        {
            HealthOutcome.Healthy => [verdict.Text, .. verdict.Remarks],
            // The text of the verdict is in the fault already.
            HealthOutcome.Unhealthy => [.. verdict.Remarks],
            _ => [],
        };
        if (worth.Length > 0)
            note(string.Join("; ", worth));
    }

    /// <summary>A server that does not answer at once is as little ready as one that is away: nothing waits for it here.</summary>
    private async Task<ProbationSample> LookAsync(Generation target, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await SampleAsync(target, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbationSample { NotReady = $"the server does not answer on its admin socket within {Patience.TotalSeconds:0} s" };
        }
    }

    private async Task<ProbationSample> SampleAsync(Generation target, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        if (index.Value is not { } loaded)
            return new ProbationSample { NotReady = index.Fault?.Message };
        var sample = new ProbationSample { NotReady = Readiness.Missing(target, loaded) };
        var version = target.Number.ToString(CultureInfo.InvariantCulture);
        foreach (var model in target.Desired.Models)
        {
            var stats = await server.StatsAsync(model.Spec.Name, version, cancellation);
            sample = stats.Value is { } counted
                ? sample with { ResidentBytes = counted.ResidentBytes, Models = [.. sample.Models, Traffic(counted)] }
                : sample with { NotReady = sample.NotReady ?? stats.Fault?.Message };
        }
        return sample;
    }

    private static ModelTraffic Traffic(VersionStats stats) => new()
    {
        Name = stats.Name,
        // What a client got wrong is in neither: the server knows by asking the version before (docs/serving.md).
        Requests = stats.Requests,
        Failures = stats.Failures,
        BadOutputs = stats.BadOutputs,
        LongestConstantRun = stats.LongestConstantRun,
        P95 = stats.LatencyMicroseconds.P95 is { } p95 ? TimeSpan.FromMicroseconds(p95) : null,
        Since = stats.Since,
    };
}
