using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>
/// Preflight: every model that is new is tried in a process of its own, beside the one it replaces. One that is swapped
/// cold is tried alone, for the device cannot hold two: the running one is unloaded before, and loaded again when the
/// release is refused.
/// </summary>
/// <param name="slots">Where candidate and running model lie.</param>
/// <param name="preflight">Runs one trial.</param>
/// <param name="models">Makes room, and makes the current generation serve again.</param>
/// <param name="available">The device's free memory, bytes; null when not known.</param>
/// <param name="report">Told every verdict, good or bad.</param>
internal sealed class PreflightEffect(
    SlotStore slots, PreflightProcess preflight, ModelSwitch models, Func<long?> available, Action<string, PreflightVerdict> report)
{
    /// <summary>Of the free memory a trial may take so much, in percent: the rest is for what else the device does.</summary>
    public const int MemoryShare = 80;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Null when every model may serve; otherwise the first that may not, and why.</summary>
    public async Task<Fault?> RunAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        var fault = await TryAllAsync(target, current, cancellation);
        if (fault is not null && current is not null && target.Desired.Models.Any(ModelSwitch.IsCold))
            await models.ServeAsync(current, cancellation);
        return fault;
    }

    private async Task<Fault?> TryAllAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        foreach (var model in target.Desired.Models)
        {
            if (ModelSwitch.IsCold(model) && await models.MakeRoomAsync(model.Spec.Name, target, cancellation) is { } busy)
                return busy;
            var verdict = await preflight.RunAsync(Request(model, target, current), cancellation);
            report(model.Spec.Name, verdict);
            if (!verdict.Passed)
                return Fault(model, target, verdict);
        }
        return null;
    }

    private PreflightRequest Request(DesiredModel model, Generation target, Generation? current)
    {
        var spec = model.Spec;
        var replaces = ModelSwitch.IsCold(model) ? null : current?.Desired.Models.FirstOrDefault(one => one.Spec.Name == spec.Name);
        return new PreflightRequest
        {
            Name = spec.Name,
            Candidate = slots.ModelPath(target.Slot, spec.Name, target.Number),
            Digest = spec.Digest,
            Size = spec.Size,
            Running = replaces is null ? null : slots.ModelPath(current!.Slot, spec.Name, current.Number),
            Golden = spec.Golden is null ? null : slots.GoldenPath(target.Slot, spec.Name),
            Tolerance = spec.Golden?.Tolerance ?? new(),
            Outputs = spec.Golden?.Outputs,
            Latency = spec.Golden?.Latency,
            MemoryLimit = spec.Golden?.Memory,
            DeviceMemory = available() / 100 * MemoryShare,
            // Whether there is as much memory as the manifest says was judged before the download, when waiting for more
            // was possible; from here on what the model really takes decides.
            Requires = spec.Requires is { } requires ? requires with { Memory = null } : null,
            TimeoutSeconds = TimeLimit.TotalSeconds,
        };
    }

    private static Fault Fault(DesiredModel model, Generation target, PreflightVerdict verdict) => new(
        verdict.IsReleasesFault ? FaultKind.Permanent : FaultKind.Transient,
        verdict.Reason,
        $"Model {model.Spec.Name} of release {target.Release} was refused in preflight: {verdict.Message}",
        verdict.Cure);
}
