using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Preflight: every model that is new is tried in a process of its own, beside the one it replaces.</summary>
/// <param name="slots">Where candidate and running model lie.</param>
/// <param name="preflight">Runs one trial.</param>
/// <param name="report">Told every verdict, good or bad.</param>
internal sealed class PreflightEffect(SlotStore slots, PreflightProcess preflight, Action<string, PreflightVerdict> report)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Null when every model may serve; otherwise the first that may not, and why.</summary>
    public async Task<Fault?> RunAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        foreach (var model in target.Desired.Models)
        {
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
        var replaces = current?.Desired.Models.FirstOrDefault(one => one.Spec.Name == spec.Name);
        return new PreflightRequest
        {
            Name = spec.Name,
            Candidate = slots.ModelPath(target.Slot, spec.Name, target.Number),
            Digest = spec.Digest,
            Size = spec.Size,
            Running = replaces is null ? null : slots.ModelPath(current!.Slot, spec.Name, current.Number),
            Golden = spec.Golden is null ? null : slots.GoldenPath(target.Slot, spec.Name),
            Tolerance = spec.Golden?.Tolerance ?? new(),
            Latency = spec.Golden?.Latency,
            MemoryLimit = spec.Golden?.Memory,
            Requires = spec.Requires,
            TimeoutSeconds = TimeLimit.TotalSeconds,
        };
    }

    private static Fault Fault(DesiredModel model, Generation target, PreflightVerdict verdict) => new(
        verdict.IsReleasesFault ? FaultKind.Permanent : FaultKind.Transient,
        verdict.Reason,
        $"Model {model.Spec.Name} of release {target.Release} was refused in preflight: {verdict.Message}",
        verdict.Cure);
}
