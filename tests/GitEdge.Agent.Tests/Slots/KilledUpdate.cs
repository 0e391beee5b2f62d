using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Slots;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tests.Slots;

/// <summary>
/// Brings a data directory from generation 2 in slot A to generation 3 in slot B: fetch, stage, activate, prune. Run as a
/// process that is killed somewhere, and again until it comes to the end.
/// </summary>
internal static class KilledUpdate
{
    public const int Size = 2_500_000;

    public static SlotContent Target => SlotBench.Content(3, Size);

    /// <summary>Generation 2 active in A, generation 1 still in B, the models of generation 3 at <paramref name="source"/>.</summary>
    public static void Prepare(string root, string source)
    {
        var bench = new SlotBench(root);
        bench.AssertStaged(Slot.B, bench.Stock(1));
        bench.Install(Slot.A, 2);
        new SlotBench(source).Stock(3, Size);
    }

    public static async Task<int> RunAsync(string root, string source)
    {
        var readBack = new ReadBackFiles();
        var store = new BlobStore(root) { ReadBack = readBack };
        var slots = new SlotStore(root, store.PathOf) { ReadBack = readBack };
        if (slots.Active is not { } active || active is Slot.Unknown)
            return 1;
        if (slots.ReadGeneration(active)!.Generation == Target.Generation)
            return slots.Activate(active) is null ? Prune(store, slots) : 2;
        var limits = new FetchLimits { Reserve = 0 };
        using var client = HttpSource.CreateClient(limits, new SourceDialer(new SourcePolicy(new ArtifactRules())));
        var fetcher = new ArtifactFetcher(store, client, limits, TimeProvider.System);
        foreach (var model in Target.Models)
        {
            var address = new Uri(Path.Combine(source, "blobs", "sha256", model.Digest.Hex)).AbsoluteUri;
            var request = new ArtifactRequest(model.Digest, model.Size, [address]);
            if (await fetcher.FetchAsync(request, null, CancellationToken.None) is not FetchResult.Stored)
                return 3;
        }
        if (slots.Stage(slots.Inactive, Target, CancellationToken.None) is not StageResult.Staged)
            return 4;
        return slots.Activate(slots.Inactive) is null ? Prune(store, slots) : 5;
    }

    private static int Prune(BlobStore store, SlotStore slots)
    {
        var kept = new[] { Slot.A, Slot.B }.SelectMany(s => slots.ReadGeneration(s)?.Models ?? []).Select(m => m.Digest);
        store.Prune(kept.ToHashSet<Sha256Digest>());
        return 0;
    }
}
