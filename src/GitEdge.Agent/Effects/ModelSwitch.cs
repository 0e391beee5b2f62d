using System.Globalization;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Makes a generation serve: load beside, one change of pointer, <c>active</c>; and the same way back.</summary>
/// <param name="slots">The slots.</param>
/// <param name="store">What slots are filled from.</param>
/// <param name="server">The serving process.</param>
internal sealed class ModelSwitch(SlotStore slots, BlobStore store, InferenceAdmin server)
{
    /// <summary>Loads the target beside what serves, promotes it, points <c>active</c> to it. Null when it serves.</summary>
    public async Task<Fault?> ActivateAsync(Generation target, CancellationToken cancellation)
    {
        foreach (var model in target.Desired.Models.Where(model => model.Spec.Swap == SwapMode.Cold))
        {
            if (await UnloadOthersAsync(model.Spec.Name, target.Number, cancellation) is { } busy)
                return busy;
        }
        if (await ServeAsync(target, cancellation) is { } fault)
            return fault;
        return Point(target.Slot);
    }

    /// <summary>Makes no slot active. Null when none is.</summary>
    public Fault? Detach() => slots.Deactivate();

    /// <summary>
    /// Promotes the current generation again, points <c>active</c> back, frees the candidate. A server that is away is no
    /// obstacle: it serves what <c>active</c> names when it comes back.
    /// </summary>
    public async Task<Fault?> RollBackAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        var served = current is null ? null : await ServeAsync(current, cancellation);
        if (current is not null && Point(current.Slot) is { } disk)
            return disk;
        if (current is null && slots.Deactivate() is { } kept)
            return kept;
        if (served is { Kind: not FaultKind.Transient })
            return served;
        foreach (var model in target.Desired.Models)
            await server.UnloadAsync(model.Spec.Name, Version(target), force: current is null || IsNew(model, current), cancellation);
        return null;
    }

    /// <summary>Frees every version but the current one's, and what the store holds for no slot.</summary>
    public async Task<Fault?> TidyAsync(Generation current, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        if (index.Value is not { } loaded)
            return index.Fault;
        foreach (var version in loaded.Where(version => version.Version != Version(current) || !Serves(current, version.Name)))
            await server.UnloadAsync(version.Name, version.Version, force: !Serves(current, version.Name), cancellation);
        var kept = new[] { Slot.A, Slot.B }
            .SelectMany(slot => slots.ReadGeneration(slot)?.Models ?? [])
            .Select(model => model.Digest)
            .ToHashSet();
        store.Prune(kept);
        return null;
    }

    /// <summary>Has every model of a generation loaded and makes them the default together. Null when they are.</summary>
    public async Task<Fault?> ServeAsync(Generation generation, CancellationToken cancellation)
    {
        foreach (var model in generation.Desired.Models)
        {
            var loaded = await server.LoadAsync(
                model.Spec.Name, generation.Slot.Letter(), Version(generation), model.Spec.Digest, cancellation);
            if (loaded.Fault is { } fault)
                return fault;
        }
        var versions = generation.Desired.Models.ToDictionary(model => model.Spec.Name, _ => Version(generation));
        if (versions.Count == 0)
            return null;
        var promoted = await server.PromoteAsync(versions, cancellation);
        return promoted.Fault;
    }

    private Fault? Point(Slot slot) => slots.ReadGeneration(slot) is null
        ? new Fault(FaultKind.Waiting, SlotReason.SlotDamaged,
            $"The record of slot {slot.Letter()} at '{slots.PathOf(slot)}' is missing or damaged; 'active' was not pointed to it.",
            "What is loaded keeps serving. Make a new release: it is staged in the other slot. Check the disk: see 'dmesg'.")
        : slots.Activate(slot);

    private async Task<Fault?> UnloadOthersAsync(string model, long keep, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        if (index.Value is not { } loaded)
            return index.Fault;
        foreach (var other in loaded.Where(one => one.Name == model && one.Version != keep.ToString(CultureInfo.InvariantCulture)))
        {
            if ((await server.UnloadAsync(model, other.Version, force: true, cancellation)).Fault is { } fault)
                return fault;
        }
        return null;
    }

    private static string Version(Generation generation) => generation.Number.ToString(CultureInfo.InvariantCulture);

    private static bool Serves(Generation generation, string model) => generation.Desired.Models.Any(one => one.Spec.Name == model);

    private static bool IsNew(DesiredModel model, Generation current) => !Serves(current, model.Spec.Name);
}
