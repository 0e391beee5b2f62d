using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>What is stopped, what is recalled, and where a device goes then.</summary>
public sealed class RecallTests : IDisposable
{
    private readonly TrustRig _rig = new();

    public RecallTests() => _rig.Manifest = _rig.Manifest with { Freshness = Core.Manifests.FreshnessRule.Ignore };

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Recalled_release_gives_way_to_the_last_good_one_and_the_counter_stays()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Poll();
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();

        var offer = _rig.Poll();
        _rig.Commit(offer);
        _rig.Restart();
        var after = _rig.Poll();

        Assert.Equal((1L, true, 2L), (offer.Release!.Counter, offer.IsFallback, _rig.Agent.Releases.Accepted!.Counter));
        var told = Assert.Single(offer.Distrusted);
        Assert.Equal(("recalled", FaultKind.Waiting), (told.Reason, told.Kind));
        Assert.Equal(1, after.Release!.Counter);
        Assert.Equal([2L, 1L], _rig.Agent.Releases.Keeper!.Good.Select(one => one.Counter));
    }

    [Fact]
    public void Lifted_recall_or_something_newer_ends_it()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();
        _rig.Commit(_rig.Poll());
        _rig.Meta.Hold(2, [], [], "rm", "ada");
        _rig.Meta.Push();
        Assert.Equal((2L, false), (_rig.Poll().Release!.Counter, _rig.Poll().IsFallback));
        _rig.Meta.Recall(3, 2);
        _rig.Meta.Push();
        Assert.Equal(1, _rig.Poll().Release!.Counter);

        _rig.Fleet.Release([3]);

        Assert.Equal((3L, false), (_rig.Poll().Release!.Counter, _rig.Poll().IsFallback));
    }

    [Fact]
    public void Without_a_good_one_what_runs_goes_on_and_says_so()
    {
        _rig.Install(1);
        _rig.Meta.Recall(1, 1);
        _rig.Meta.Push();

        var offer = _rig.Poll();

        Assert.Null(offer.Release);
        Assert.Contains("knows no other release", Assert.Single(offer.Distrusted, fault => fault.Reason == "recalled").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_ones_that_are_recalled_failed_here_or_are_below_the_floor_are_passed_over()
    {
        _rig.Install(1);
        var second = _rig.Install(2);
        _rig.Install(3);
        _rig.Install(4);
        _rig.Poll();
        _rig.State = _rig.State with { Bad = [new BadContent(second.Desired!.Content, _rig.State.Current!.Release, AgentFaults.ServerAway())] };
        _rig.Meta.Recall(1, 3, 4);
        _rig.Meta.Push();
        Assert.Equal(1, _rig.Poll().Release!.Counter);
        _rig.State = _rig.State with { Bad = [] };

        Assert.Equal(2, _rig.Poll().Release!.Counter);
    }

    [Fact]
    public void Good_release_is_known_by_its_digest_when_its_key_is_revoked_and_its_tag_deleted()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Poll();
        _rig.Meta.Renew(document => document with { Revoked = [new RevokedKey(_rig.Meta.KeyOf("rm").Fingerprint, null)] });
        _rig.Meta.Push();
        _rig.Poll();
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();
        _rig.Fleet.Repository.Git("tag", "-d", "rollout/stable/1");

        Assert.Equal((1L, true), (_rig.Poll().Release!.Counter, _rig.Poll().IsFallback));
    }

    [Fact]
    public void Running_release_that_is_recalled_is_left_though_a_newer_one_failed_here()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Fleet.Release([3]);
        var third = _rig.Poll();
        _rig.State = _rig.State with { Bad = [new BadContent(third.Desired!.Content, _rig.State.Current!.Release, AgentFaults.ServerAway())] };
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();

        Assert.Equal((1L, true), (_rig.Poll().Release!.Counter, _rig.Poll().IsFallback));
    }

    [Fact]
    public void Newer_release_is_tried_first_and_what_is_recalled_is_left_when_that_comes_to_nothing()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Fleet.Release([3]);
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();

        var first = _rig.Poll();
        var second = _rig.Poll();
        _rig.Commit(second);
        var third = _rig.Poll();

        Assert.Equal((3L, 0), (first.Release!.Counter, first.Distrusted.Count));
        Assert.Equal((1L, "recalled"), (second.Release!.Counter, second.Gravest!.Reason));
        Assert.Equal((3L, false), (third.Release!.Counter, third.IsFallback));
    }

    [Fact]
    public void Held_channel_keeps_new_releases_waiting_and_an_accepted_one_from_beginning()
    {
        _rig.Install(1);
        _rig.Fleet.Release([2]);
        Assert.Null(_rig.Poll().Paused);
        _rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "bob");
        _rig.Meta.Push();
        _rig.Fleet.Release([3]);

        var held = _rig.Poll();

        Assert.Equal((2L, "held"), (held.Release!.Counter, held.Paused?.Reason));
        Assert.Equal(("held", FaultKind.Waiting), (held.Gravest!.Reason, held.Gravest.Kind));
    }

    [Fact]
    public void Hold_is_not_lifted_by_one_and_is_by_as_many_as_release()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Manifest = rig.Manifest with { Freshness = Core.Manifests.FreshnessRule.Ignore };
        rig.Meta.Hold(1, [new HoldEntry("stable", 1, 0, "wait")], [], "ada");
        rig.Meta.Push();
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "ada");
        Assert.Equal("held", rig.Poll().Gravest!.Reason);

        rig.Meta.Hold(2, [], [], "ada");
        rig.Meta.Push();
        var byOne = rig.Poll();
        rig.Meta.Hold(2, [], [], "ada", "rm");
        rig.Meta.Push();
        var byTwo = rig.Poll();

        Assert.Null(byOne.Release);
        Assert.Contains(byOne.Distrusted, fault => fault.Reason == "hold-lift-threshold");
        Assert.Equal(1, byTwo.Release?.Counter);
    }

    [Fact]
    public void Replayed_or_missing_hold_document_lifts_nothing()
    {
        _rig.Install(1);
        _rig.Meta.Hold(1, [], [], "ada");
        _rig.Meta.Push();
        _rig.Poll();
        var before = _rig.Meta.Copy();
        _rig.Meta.Hold(2, [new HoldEntry("stable", 1, 0, "wait")], [], "ada");
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);
        Assert.Equal(1, _rig.Poll().Release!.Counter);

        _rig.Meta.Restore(before);
        _rig.Meta.Push();
        _rig.Restart();
        var replayed = _rig.Poll();
        _rig.Meta.Remove(TrustFiles.HoldPath);
        _rig.Meta.Push();
        var missing = _rig.Poll();

        Assert.All([replayed, missing], offer => Assert.Equal(1, offer.Release!.Counter));
        Assert.Equal("hold-replayed", replayed.Gravest!.Reason);
        Assert.Equal("hold-hidden", missing.Gravest!.Reason);
    }
}
