using GitEdge.Agent.Effects;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Carries out what the deployment machine decides: the one place where deciding meets doing.</summary>
internal sealed class EffectRunner(FetchEffect fetch, IGenerations generations, PreflightEffect preflight, ModelSwitch models, ProbeEffect probe)
{
    /// <summary>Runs one effect to its end and says how it went.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="soaked">How long the generation in probation has been healthy.</param>
    /// <param name="cancellation">Ends it when the agent stops; nothing is reported then.</param>
    public async Task<DeploymentEvent> RunAsync(DeploymentEffect effect, TimeSpan soaked, CancellationToken cancellation)
    {
        if (effect is DeploymentEffect.Probe look)
            return await TryProbeAsync(look.Target, soaked, cancellation);
        var (generation, fault) = effect switch
        {
            DeploymentEffect.Fetch one => (one.Target, await TryAsync(() => fetch.RunAsync(one.Target, cancellation))),
            DeploymentEffect.Stage one => (one.Target, await TryAsync(() => generations.StageAsync(one.Target, one.Current, cancellation))),
            DeploymentEffect.Preflight one => (one.Target, await TryAsync(() => preflight.RunAsync(one.Target, one.Current, cancellation))),
            DeploymentEffect.Activate one => (one.Target, await TryAsync(() => models.ActivateAsync(one.Target, cancellation))),
            DeploymentEffect.Tidy one => (one.Current, await TryAsync(() => models.TidyAsync(one.Current, cancellation))),
            DeploymentEffect.RollBack one => (one.Target, await TryAsync(() => models.RollBackAsync(one.Target, one.Current, cancellation))),
            DeploymentEffect.StopServing one => (one.Current, await TryAsync(() => models.StopAsync(cancellation))),
            _ => throw new ArgumentException($"{effect} is nothing to run.", nameof(effect)),
        };
        return fault is null ? new DeploymentEvent.Succeeded(generation.Number) : new DeploymentEvent.Failed(generation.Number, fault);
    }

    private async Task<DeploymentEvent> TryProbeAsync(Generation target, TimeSpan soaked, CancellationToken cancellation)
    {
        DeploymentEvent? happened = null;
        var fault = await TryAsync(async () =>
        {
            happened = await probe.RunAsync(target, soaked, cancellation);
            return null;
        });
        return happened ?? new DeploymentEvent.Failed(target.Number, fault!);
    }

    /// <summary>The unforeseen becomes a fault that may pass: it is never the release's, and it never ends the agent.</summary>
    private static async Task<Fault?> TryAsync(Func<Task<Fault?>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return DiskFault.IsDisk(e)
                ? DiskFault.From(e, "the device's root folder")
                : AgentFaults.Unexpected(e);
        }
    }
}
