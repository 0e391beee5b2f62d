using GitEdge.Agent.Slots;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Slots;

[Trait("Category", "Slow")]
public sealed class SmallDiskSlotTests : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 8);
    private readonly SlotBench _bench;

    public SmallDiskSlotTests()
    {
        _bench = new SlotBench(_disk.Path);
        _bench.Install(Slot.A, 1);
    }

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Full_disk_fails_staging_and_leaves_the_active_slot_alone()
    {
        var content = _bench.Stock(2);
        _disk.Fill();

        _bench.AssertFailed(Slot.B, content, FaultKind.Waiting, DiskFault.Full);

        Assert.Equal(Slot.A, _bench.Slots.Active);
        _bench.AssertWhole(Slot.A, 1);
        Assert.IsType<SlotStatus.Missing>(_bench.Slots.Verify(Slot.B, CancellationToken.None));
        _disk.Empty();
        _bench.AssertStaged(Slot.B, content);
    }

    [Fact]
    public void Full_disk_fails_copying_blobs_from_elsewhere()
    {
        using var elsewhere = new TempDirectory();
        var other = new SlotBench(elsewhere.Path);
        var content = other.Stock(2, size: 2_000_000);
        var slots = new SlotStore(_disk.Path, d => Path.Combine(other.Blobs, d.Hex));
        _disk.Fill(leaving: 1_000_000);

        var fault = Assert.IsType<StageResult.Failed>(slots.Stage(Slot.B, content, CancellationToken.None)).Fault;

        Assert.Equal(DiskFault.Full, fault.Reason);
        _bench.AssertWhole(Slot.A, 1);
    }

    [Fact]
    public void Switching_works_on_a_full_disk_or_says_why_and_the_link_stays_right()
    {
        _bench.AssertStaged(Slot.B, _bench.Stock(2));
        _disk.Fill();

        var fault = _bench.Slots.Activate(Slot.B);

        Assert.Equal(fault is null ? Slot.B : Slot.A, _bench.Slots.Active);
    }

    [Fact]
    public void Read_only_disk_is_named_and_everything_is_still_readable()
    {
        _bench.AssertStaged(Slot.B, _bench.Stock(2));
        var third = _bench.Stock(3);
        _disk.MakeReadOnly();

        _bench.AssertFailed(Slot.B, third, FaultKind.Waiting, DiskFault.ReadOnly);
        Assert.Equal(DiskFault.ReadOnly, _bench.Slots.Activate(Slot.B)!.Reason);
        Assert.Equal(DiskFault.ReadOnly, _bench.Slots.Clear(Slot.B)!.Reason);
        Assert.Equal(Slot.A, _bench.Slots.Active);
        _bench.AssertWhole(Slot.A, 1);
        _bench.AssertWhole(Slot.B, 2);
    }
}
