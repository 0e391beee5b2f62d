using GitEdge.Agent.Tuning;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>Disks that refuse: nothing is tuned that could not be put back, and what is put back does not wait for room.</summary>
public sealed class TuningDiskTests : IDisposable
{
    private readonly SmallDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Nothing_is_written_when_the_journal_cannot_be()
    {
        using var directory = new TempDirectory();
        var tree = new TuningTree(directory.Path).Make();
        var before = tree.Knobs();
        using var store = new TuningStore(tree.Root, _disk["state"], new TuningBackends(), () => tree.Now);
        _disk.MakeReadOnly();

        var result = await store.ApplyAsync(1, TuningTree.Spec(1) with { Units = new Dictionary<string, IReadOnlyDictionary<string, string>>() }, StandardPolicy.Policy, CancellationToken.None);

        Assert.Equal(TuningReason.DiskRefused, result.Faults[0].Reason);
        Assert.Equal(before, tree.Knobs());
        _disk.MakeWritable();
    }

    [Fact]
    public async Task Full_disk_does_not_keep_a_tuning_from_going_back()
    {
        using var directory = new TempDirectory();
        var tree = new TuningTree(directory.Path).Make();
        var before = tree.Knobs();
        using var store = new TuningStore(tree.Root, _disk["state"], new TuningBackends(), () => tree.Now);
        var spec = TuningTree.Spec(1) with { Units = new Dictionary<string, IReadOnlyDictionary<string, string>>() };
        Assert.Empty((await store.ApplyAsync(1, spec, StandardPolicy.Policy, CancellationToken.None)).Faults);
        _disk.MakeReadOnly();
        tree.Pass(TimeSpan.FromMinutes(1));

        var refused = await store.RecoverAsync(CancellationToken.None);
        Assert.Equal(TuningReason.DiskRefused, refused.Faults[0].Reason);
        Assert.Equal(before, tree.Knobs());

        _disk.MakeWritable();
        Assert.Equal(new RevertedTuning(1, TuningReason.NotConfirmed), (await store.RecoverAsync(CancellationToken.None)).Record.Reverted);
    }

    [Fact]
    public async Task Commit_whose_drop_ins_cannot_be_written_is_finished_or_put_back()
    {
        using var directory = new TempDirectory();
        var tree = new TuningTree(directory.Path).Make();
        using var store = tree.Open();
        await store.ApplyAsync(1, TuningTree.Spec(1), StandardPolicy.Policy, CancellationToken.None);
        tree.Write("etc/tmpfiles.d", "a file where a folder belongs");

        var refused = await store.CommitAsync(1, CancellationToken.None);
        Assert.Equal((TuningReason.DiskRefused, TuningPhase.Committing), (Assert.Single(refused.Faults).Reason, refused.Record.Pending!.Phase));

        File.Delete(Path.Combine(tree.Root, "etc/tmpfiles.d"));
        Assert.Equal(1, (await store.RecoverAsync(CancellationToken.None)).Record.Committed);
        Assert.Equal(3, tree.DropIns().Count);

        var (knobs, files) = (tree.Knobs(), tree.DropIns());
        await store.ApplyAsync(2, TuningTree.Spec(2), StandardPolicy.Policy, CancellationToken.None);
        File.Delete(Path.Combine(tree.Root, "etc/tmpfiles.d/gitedge-tuning.conf"));
        Directory.CreateDirectory(Path.Combine(tree.Root, "etc/tmpfiles.d/gitedge-tuning.conf/x"));
        Assert.False((await store.CommitAsync(2, CancellationToken.None)).IsDone);
        Directory.Delete(Path.Combine(tree.Root, "etc/tmpfiles.d/gitedge-tuning.conf"), recursive: true);
        Assert.Empty((await store.RevertAsync("too-slow", CancellationToken.None)).Faults);
        Assert.Equal(knobs, tree.Knobs());
        Assert.Equal(files, tree.DropIns());
    }
}
