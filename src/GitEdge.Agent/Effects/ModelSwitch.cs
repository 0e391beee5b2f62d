using System.Globalization;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Makes a generation serve: load beside, one change of pointer, <c>active</c>; and the same way back.</summary>
/// <param name="generations">Where generations lie.</param>
/// <param name="server">The serving process.</param>
internal sealed class ModelSwitch(IGenerations generations, InferenceAdmin server)
{
    /// <summary>Loads the target beside what serves, promotes it, points <c>active</c> to it. Null when it serves.</summary>
    public async Task<Fault?> ActivateAsync(Generation target, CancellationToken cancellation)
    {
        foreach (var model in target.Desired.Models.Where(IsCold))
        {
            if (await MakeRoomAsync(model.Spec.Name, target, cancellation) is { } busy)
                return busy;
        }
        if (await ServeAsync(target, cancellation) is { } fault)
            return fault;
        return await generations.PointAsync(target, cancellation);
    }

    /// <summary>Makes no slot active. Null when none is.</summary>
    public Task<Fault?> DetachAsync(CancellationToken cancellation) => generations.DetachAsync(cancellation);

    /// <summary>
    /// Promotes the current generation again, points <c>active</c> back, frees the candidate, and then asks the server
    /// what serves: null only when that is the current generation, or when nobody listens, for then <c>active</c> decides
    /// when the server comes back.
    /// </summary>
    public async Task<Fault?> RollBackAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        var served = current is null ? null : await ServeAgainAsync(target, current, cancellation);
        var left = await (current is null ? generations.DetachAsync(cancellation) : generations.PointAsync(current, cancellation));
        Fault? kept = null;
        foreach (var model in target.Desired.Models)
        {
            var freed = await server.UnloadAsync(model.Spec.Name, Version(target), force: current is null || IsNew(model, current), cancellation);
            kept ??= freed.Fault;
        }
        // A server that starts binds its socket before it reads 'active', which is right by now.
        var index = await server.IndexAsync(cancellation);
        if (index.Fault is { } away)
            return left ?? (away.Reason == ServerReason.Unreachable ? null : away);
        return left ?? (NotBack(index.Value!, target, current) is { } why ? served ?? kept ?? why : null);
    }

    /// <summary>Has nothing serve: no slot is active, so that a server that starts loads nothing, and what is loaded is unloaded. Null when it is so.</summary>
    public async Task<Fault?> StopAsync(CancellationToken cancellation)
    {
        if (await generations.DetachAsync(cancellation) is { } disk)
            return disk;
        var index = await server.IndexAsync(cancellation);
        if (index.Fault is { } away)
            return away.Reason == ServerReason.Unreachable ? null : away;
        Fault? kept = null;
        foreach (var version in index.Value!)
            kept ??= (await server.UnloadAsync(version.Name, version.Version, force: true, cancellation)).Fault;
        return kept;
    }

    /// <summary>Frees every version but the current one's, and what the store holds for no slot.</summary>
    public async Task<Fault?> TidyAsync(Generation current, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        if (index.Value is not { } loaded)
            return index.Fault;
        foreach (var version in loaded.Where(version => version.Version != Version(current) || !Serves(current, version.Name)))
            await server.UnloadAsync(version.Name, version.Version, force: !Serves(current, version.Name), cancellation);
        return await generations.CommitAsync(current, cancellation);
    }

    /// <summary>Has every model of a generation loaded and makes them the default together. Null when they are.</summary>
    public async Task<Fault?> ServeAsync(Generation generation, CancellationToken cancellation)
    {
        foreach (var model in generation.Desired.Models)
        {
            if (await LoadAsync(model, generation, cancellation) is { } fault)
                return fault;
        }
        var versions = generation.Desired.Models.ToDictionary(model => model.Spec.Name, _ => Version(generation));
        if (versions.Count == 0)
            return null;
        var promoted = await server.PromoteAsync(versions, cancellation);
        return promoted.Fault;
    }

    /// <summary>
    /// Unloads every version of a model but the one of <paramref name="keep"/>, for a device that cannot hold two; none
    /// when that one is loaded already, for then they fit. The model does not answer until the next version is loaded.
    /// </summary>
    public async Task<Fault?> MakeRoomAsync(string model, Generation keep, CancellationToken cancellation)
    {
        var index = await server.IndexAsync(cancellation);
        if (index.Value is not { } loaded)
            return index.Fault;
        var versions = loaded.Where(one => one.Name == model).ToList();
        if (versions.Exists(one => one.IsReady && one.Version == Version(keep)))
            return null;
        foreach (var other in versions.Where(one => one.Version != Version(keep)))
        {
            if ((await server.UnloadAsync(model, other.Version, force: true, cancellation)).Fault is { } fault)
                return fault;
        }
        return null;
    }

    /// <summary>Whether a model is unloaded before its next version is loaded or tried.</summary>
    public static bool IsCold(DesiredModel model) => model.Spec.Swap == SwapMode.Cold;

    private async Task<Fault?> ServeAgainAsync(Generation target, Generation current, CancellationToken cancellation)
    {
        var cold = target.Desired.Models.Concat(current.Desired.Models).Where(IsCold).Select(model => model.Spec.Name).Distinct(StringComparer.Ordinal);
        foreach (var model in cold)
        {
            if (await MakeRoomAsync(model, current, cancellation) is { } busy)
                return busy;
        }
        return await ServeAsync(current, cancellation);
    }

    private async Task<Fault?> LoadAsync(DesiredModel model, Generation generation, CancellationToken cancellation)
    {
        var (name, version) = (model.Spec.Name, Version(generation));
        var loaded = await server.LoadAsync(name, generation.Slot.Letter(), version, model.Spec.Digest, cancellation);
        if (loaded.Fault is not { Reason: "other-digest" })
            return loaded.Fault;
        // Left from a time before the journal was lost, or loaded by somebody else: it is not what was released.
        if ((await server.UnloadAsync(name, version, force: true, cancellation)).Fault is { } kept)
            return kept;
        return (await server.LoadAsync(name, generation.Slot.Letter(), version, model.Spec.Digest, cancellation)).Fault;
    }

    private static Fault? NotBack(IReadOnlyList<ServedModel> loaded, Generation target, Generation? current)
    {
        var absent = current?.Desired.Models.FirstOrDefault(model => !loaded.Any(one => one.Name == model.Spec.Name
            && one is { IsReady: true, IsDefault: true } && one.Version == Version(current) && one.Digest == model.Spec.Digest.ToString()));
        var left = loaded.FirstOrDefault(one => one.IsDefault && one.Version == Version(target));
        if (absent is null && left is null)
            return null;
        var what = absent is not null ? $"model {absent.Spec.Name} version {Version(current!)} does not serve yet" : $"model {left!.Name} version {left.Version} serves still";
        return new Fault(FaultKind.Transient, ServerReason.NotBack, $"Going back from release {target.Release} is not done: {what}.",
            "Nothing: it is tried again. If it stays, see the journal of gitedge-inference.");
    }

    private static string Version(Generation generation) => generation.Number.ToString(CultureInfo.InvariantCulture);

    private static bool Serves(Generation generation, string model) => generation.Desired.Models.Any(one => one.Spec.Name == model);

    private static bool IsNew(DesiredModel model, Generation current) => !Serves(current, model.Spec.Name);
}
