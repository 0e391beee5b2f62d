using System.Globalization;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Slots;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Effects;

/// <summary>Fetching: does it fit this device, and if so, bring the artifacts into the store.</summary>
/// <param name="store">The store.</param>
/// <param name="slots">What they name is kept in the store.</param>
/// <param name="fetcher">Fills it.</param>
/// <param name="fit">Judges whether it fits.</param>
/// <param name="report">Told how far it is, 0 to 1.</param>
internal sealed class FetchEffect(BlobStore store, SlotStore slots, ArtifactFetcher fetcher, DeviceFit fit, Action<double> report)
{
    private const int MostDoublings = 6;

    private (Sha256Digest Content, long Arrived, int Doublings) _last;

    /// <summary>How long bytes may come before it is asked whether they are still wanted.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Null when every artifact is in the store; otherwise why not.</summary>
    public async Task<Fault?> RunAsync(Generation target, CancellationToken cancellation)
    {
        store.Prepare();
        var specs = target.Desired.Models.Select(model => model.Spec).DistinctBy(spec => spec.Digest).Where(spec => store.Beside?.Has(spec.Digest) != true).ToList();
        Prune(specs);
        if (await fit.CheckAsync(target, cancellation) is { } misfit)
            return misfit;
        if (_last.Content != target.Content)
            _last = (target.Content, 0, 0);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var patience = new FetchTurn(turn, Turn * (1 << _last.Doublings));
        try
        {
            return await FetchAsync(specs, patience, turn.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unfinished(target, specs);
        }
    }

    private async Task<Fault?> FetchAsync(List<ModelSpec> specs, FetchTurn turn, CancellationToken cancellation)
    {
        var total = Math.Max(1, specs.Sum(spec => spec.Size));
        var done = 0L;
        foreach (var spec in specs)
        {
            var before = done;
            turn.Tell = now => report((double)(before + now) / total);
            var request = new ArtifactRequest(spec.Digest, spec.Size, spec.Sources);
            if (await fetcher.FetchAsync(request, turn, cancellation) is FetchResult.Failed failed)
                return failed.Fault;
            done += spec.Size;
        }
        return null;
    }

    /// <summary>What releases that failed have left, so that it does not take the room of this one.</summary>
    private void Prune(List<ModelSpec> specs)
    {
        var keep = slots.Digests();
        keep.UnionWith(specs.Select(spec => spec.Digest));
        try
        {
            store.Prune(keep);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            // Everything may be there already; if not, what has to be written will say what the disk has against it.
        }
    }

    private Fault Unfinished(Generation target, List<ModelSpec> specs)
    {
        // A source that cannot go on where it stopped begins again each time: it gets longer turns until it comes through.
        var arrived = specs.Sum(Arrived);
        var doublings = arrived > _last.Arrived ? _last.Doublings : Math.Min(MostDoublings, _last.Doublings + 1);
        _last = (target.Content, arrived, doublings);
        return new Fault(FaultKind.Transient, FetchReason.Continues, string.Create(CultureInfo.InvariantCulture,
            $"Fetching release {target.Release} goes on: {arrived} of {specs.Sum(spec => spec.Size)} bytes are here. It pauses to see whether something newer was released."),
            "Nothing: it goes on where it stopped. If it takes too long, name a nearer source in the manifest.");
    }

    private long Arrived(ModelSpec spec)
    {
        if (File.Exists(store.PathOf(spec.Digest)))
            return spec.Size;
        return new FileInfo(store.PartialPathOf(spec.Digest)) is { Exists: true } partial ? partial.Length : 0;
    }
}
