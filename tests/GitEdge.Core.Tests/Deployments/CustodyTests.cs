using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Deployments;

/// <summary>Which generations may run, whatever is asked for in whatever order.</summary>
public sealed class CustodyTests
{
    private static ReleaseName Release(long number) => new("stable", 1, number, Sha256Digest.Of([(byte)number]));

    private static KeptGeneration Kept(long number, Slot slot) => new(number, slot, Release(number), Sha256Digest.Of([(byte)number, 1]));

    private static Custody After(params long[] committed) => committed.Aggregate(new Custody(), (custody, number) =>
        custody.Offer(Release(number)).Begin(Kept(number, custody.FreeSlot))!.Commit(number)!);

    [Fact]
    public void Slots_alternate_with_every_commit() =>
        Assert.Equal([Slot.A, Slot.B, Slot.A], new[] { After(), After(1), After(1, 2) }.Select(custody => custody.FreeSlot));

    [Fact]
    public void Only_what_is_offered_is_begun_in_the_free_slot_and_under_a_greater_number()
    {
        var custody = After(1, 2).Offer(Release(3));

        Assert.NotNull(custody.Begin(Kept(3, Slot.A)));
        Assert.Null(custody.Begin(Kept(3, Slot.B)));
        Assert.Null(custody.Begin(Kept(4, Slot.A)));
        Assert.Null(custody.Begin(Kept(3, Slot.A) with { Number = 2 }));
    }

    [Fact]
    public void Before_a_commit_both_are_there_and_after_it_one()
    {
        var begun = After(1).Offer(Release(2)).Begin(Kept(2, Slot.B))!;

        Assert.Equal((1L, 2L), (begun.Find(1)!.Number, begun.Find(2)!.Number));
        Assert.Null(begun.Commit(2)!.Find(1));
        Assert.Null(begun.Drop().Find(2));
        var idle = After(1);
        Assert.Same(idle, idle.Drop());
    }

    [Fact]
    public void Boots_are_counted_for_a_candidate_alone_and_spent_after_the_last()
    {
        var custody = After(1);
        Assert.Same(custody, custody.Boot());
        custody = custody.Offer(Release(2)).Begin(Kept(2, Slot.B))!;
        for (var boot = 0; boot < Custody.MaxBoots; boot++)
        {
            custody = custody.Boot();
            Assert.False(custody.IsSpent);
        }

        Assert.True(custody.Boot().IsSpent);
        Assert.Equal(0, custody.Boot().Drop().Boots);
        Assert.Equal(0, custody.Boot().Commit(2)!.Boots);
        Assert.Equal(0, custody.Offer(Release(3)).Begin(Kept(3, Slot.B))!.Boots);
        Assert.Same(custody, custody.Begin(Kept(2, Slot.B)));
    }

    [Fact]
    public void What_is_persisted_is_read_again()
    {
        var custody = After(1).Offer(Release(2)).Begin(Kept(2, Slot.B))!.Boot();

        Assert.Equal(custody, DeploymentJson.ReadCustody(DeploymentJson.Write(custody)));
        Assert.Null(DeploymentJson.ReadCustody("{}x"u8));
        Assert.Null(DeploymentJson.ReadCustody(DeploymentJson.Write(custody with { Format = 2 })));
        Assert.Equal([2L, 1L, 2L], custody.Releases.Select(release => release.Counter));
    }

    /// <summary>A step is one of: offer and begin a number, commit one, drop, boot.</summary>
    [Fact]
    public void What_was_left_behind_never_comes_back() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 3).SelectMany(kind => Gen.Choose(1, 6).Select(number => (Kind: kind, Number: (long)number)))).ToArbitrary(), steps =>
    {
        var custody = new Custody();
        var left = new HashSet<long>();
        foreach (var (kind, number) in steps)
        {
            var before = custody;
            custody = Step(custody, kind, number);
            if (before.Committed is { } committed && custody.Committed!.Number != committed.Number)
                left.Add(committed.Number);
            if (left.Any(gone => custody.Find(gone) is not null) || custody.Candidate?.Slot == custody.Committed?.Slot && custody.Candidate is not null)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    private static Custody Step(Custody custody, int kind, long number) => kind switch
    {
        0 => custody.Offer(Release(number)).Begin(Kept(number, custody.FreeSlot)) ?? custody,
        1 => custody.Commit(number) ?? custody,
        2 => custody.Drop(),
        _ => custody.Boot(),
    };
}
