using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Effects;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Evidence;

namespace GitEdge.Agent.Helper;

/// <summary>The generations of a device whose slots the helper owns: it is handed evidence and artifacts, and asked.</summary>
/// <param name="helper">The helper.</param>
/// <param name="store">Where this process has fetched the artifacts to.</param>
/// <param name="root">Where evidence may lie while it is handed over.</param>
/// <param name="collector">Gathers what proves a release.</param>
/// <param name="release">The release under way; null when it is not at hand.</param>
internal sealed class HelperGenerations(
    HelperClient helper, BlobStore store, string root, EvidenceCollector collector, Func<VerifiedRelease?> release) : IGenerations
{
    /// <inheritdoc/>
    public async Task<Fault?> StageAsync(Generation target, Generation? current, CancellationToken cancellation)
    {
        if (release() is not { } proven)
            return HelperFaults.NothingOffered();
        // A commit that the helper was away for is made up for: the slot that is free here must be free there.
        if (current is not null)
            await helper.CallAsync(HelperBus.Commit, current.Number, cancellation);
        var accepted = await AcceptAsync(collector.Collect(proven, cancellation), cancellation);
        if (accepted.Fault is { } refused)
            return refused;
        if (accepted.Content != target.Content)
            return Disagrees(target, $"content {accepted.Content} instead of {target.Content}");
        foreach (var digest in accepted.Missing)
        {
            if (await AdoptAsync(digest, cancellation) is { } missing)
                return missing;
        }
        var staged = await helper.CallAsync(HelperBus.Stage, target.Number, cancellation);
        if (staged.Fault is { } fault)
            return fault;
        if (staged.Slot != target.Slot)
            return Disagrees(target, $"slot {staged.Slot} instead of {target.Slot}");
        // The helper has copies of its own by now.
        store.Prune(new HashSet<Sha256Digest>());
        return null;
    }

    /// <inheritdoc/>
    public async Task<Fault?> PointAsync(Generation generation, CancellationToken cancellation) =>
        (await helper.CallAsync(HelperBus.Point, generation.Number, cancellation)).Fault;

    /// <inheritdoc/>
    public async Task<Fault?> DetachAsync(CancellationToken cancellation)
    {
        if ((await helper.CallAsync(HelperBus.Detach, cancellation)).Fault is null)
            return null;
        // What is committed is let go of only for a recall that the helper has seen itself.
        await AcceptAsync(collector.CollectTrust(), cancellation);
        return (await helper.CallAsync(HelperBus.Detach, cancellation)).Fault;
    }

    /// <inheritdoc/>
    public async Task<Fault?> CommitAsync(Generation current, CancellationToken cancellation) =>
        (await helper.CallAsync(HelperBus.Commit, current.Number, cancellation)).Fault;

    /// <inheritdoc/>
    public async Task<Fault?> ConfirmAsync(Generation generation, CancellationToken cancellation) =>
        (await helper.CallAsync(HelperBus.Confirm, generation.Number, cancellation)).Fault;

    /// <inheritdoc/>
    public async Task<Fault?> KeepAsync(Generation current, CancellationToken cancellation)
    {
        // A commit that the helper was away for is made up for. One that cannot be made to last keeps nothing else from being put right.
        var committed = (await helper.CallAsync(HelperBus.Commit, current.Number, cancellation)).Fault;
        return committed is { Reason: HelperReason.Unreachable }
            ? committed
            : Faults.Join(committed, (await helper.CallAsync(HelperBus.Repair, cancellation)).Fault);
    }

    private async Task<HelperAnswer> AcceptAsync(ReleaseEvidence proof, CancellationToken cancellation)
    {
        var path = Path.Combine(root, "evidence");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.DeleteOnClose);
        RandomAccess.Write(file, EvidenceFormat.Write(proof), 0);
        return await helper.CallAsync(HelperBus.Accept, file, cancellation);
    }

    private async Task<Fault?> AdoptAsync(Sha256Digest digest, CancellationToken cancellation)
    {
        if (!File.Exists(store.PathOf(digest)))
            return new Fault(FaultKind.Transient, HelperReason.ArtifactUnasked, $"The helper lacks {digest}, which is not in this process's store either.", "Nothing: it is fetched again.");
        using var artifact = File.OpenHandle(store.PathOf(digest));
        return (await helper.CallAsync(HelperBus.Adopt, artifact, cancellation)).Fault;
    }

    private static Fault Disagrees(Generation target, string how) => new(FaultKind.Waiting, HelperReason.Disagrees,
        $"The helper understands release {target.Release} differently: {how}.", "Update agent and helper together: they come in one package.");
}
