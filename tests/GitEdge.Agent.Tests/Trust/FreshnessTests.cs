using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>A repository that hides what is new, and clocks that are wrong.</summary>
public sealed class FreshnessTests : IDisposable
{
    private readonly TrustRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(FreshnessRule.Warn, 2)]
    [InlineData(FreshnessRule.Require, 1)]
    [InlineData(FreshnessRule.Ignore, 2)]
    public void Stale_beacon_is_told_and_blocks_what_is_new_where_that_is_asked_for(FreshnessRule rule, long taken)
    {
        _rig.Manifest = _rig.Manifest with { Freshness = rule };
        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        _rig.Meta.Push();
        _rig.Install(1);
        Assert.Empty(_rig.Poll().Distrusted);
        _rig.Time.Now = _rig.Time.Now.AddHours(25);

        var still = _rig.Poll();
        _rig.Fleet.Release([2]);
        var next = _rig.Poll();

        Assert.Equal(1, still.Release!.Counter);
        Assert.Equal(rule == FreshnessRule.Ignore ? [] : ["fresh-stale"], still.Distrusted.Select(fault => fault.Reason));
        Assert.Equal(taken, next.Release!.Counter);
    }

    [Fact]
    public void What_only_a_push_can_end_is_not_looked_at_again_at_every_poll()
    {
        _rig.Install(1);
        _rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);

        var first = _rig.Poll();
        var second = _rig.Poll();

        Assert.Equal(["held"], first.Distrusted.Select(fault => fault.Reason));
        Assert.Same(first.Distrusted, second.Distrusted);
    }

    [Fact]
    public void New_beacon_ends_the_wait()
    {
        _rig.Manifest = _rig.Manifest with { Freshness = FreshnessRule.Require };
        _rig.Fleet.Release([1]);
        var without = _rig.Poll();
        Assert.Null(without.Release);
        Assert.Equal(["fresh-stale"], without.Distrusted.Select(fault => fault.Reason));

        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        _rig.Meta.Push();

        Assert.Equal(1, _rig.Poll().Release?.Counter);
    }

    [Theory]
    [InlineData(FreshnessRule.Warn, 2)]
    [InlineData(FreshnessRule.Require, 1)]
    public void Hidden_release_and_hold_are_told_from_the_beacon(FreshnessRule rule, long taken)
    {
        _rig.Manifest = _rig.Manifest with { Freshness = rule };
        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        _rig.Meta.Push();
        _rig.Install(1);
        _rig.Fleet.Release([2]);
        _rig.Meta.Fresh(_rig.Time.Now.AddMinutes(1), head: 3, hold: 1);
        _rig.Meta.Push();
        _rig.Time.Now = _rig.Time.Now.AddMinutes(2);

        var offer = _rig.Poll();

        Assert.Equal(["hold-hidden", "release-hidden"], offer.Distrusted.Select(fault => fault.Reason));
        Assert.Equal(taken, offer.Release!.Counter);
    }

    [Fact]
    public void Release_that_is_shown_and_cannot_be_taken_is_not_hidden()
    {
        _rig.Meta.Fresh(_rig.Time.Now, head: 2);
        _rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        _rig.Meta.Push();
        _rig.Fleet.Release([1]);
        _rig.Fleet.Release([2]);

        var offer = _rig.Poll();

        Assert.Equal(1, offer.Release?.Counter);
        Assert.Equal(["held"], offer.Distrusted.Select(fault => fault.Reason));
    }

    [Fact]
    public void Frozen_repository_does_not_get_older_by_replaying_the_beacon()
    {
        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        var frozen = _rig.Meta.Copy();
        _rig.Meta.Fresh(_rig.Time.Now.AddHours(1), head: 1);
        _rig.Meta.Push();
        _rig.Time.Now = _rig.Time.Now.AddHours(2);
        _rig.Install(1);
        _rig.Meta.Restore(frozen);
        _rig.Meta.Push();

        Assert.Equal("fresh-replayed", _rig.Poll().Gravest!.Reason);
    }

    [Fact]
    public void Clock_of_1970_goes_by_what_was_signed_and_takes_releases()
    {
        _rig.IsSynchronised = false;
        _rig.Time.Now = DateTimeOffset.UnixEpoch;
        _rig.Meta.Fresh(TrustFleet.Start.AddHours(1), head: 1);
        _rig.Meta.Push();

        Assert.Equal(1, _rig.Install(1).Release!.Counter);
        Assert.Empty(_rig.Poll().Distrusted);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), _rig.Agent.Releases.Keeper!.View!.TimeFloor);
    }

    [Fact]
    public void Cosignature_that_is_kept_from_the_device_is_told_from_the_beacon()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);
        rig.Meta.Fresh(rig.Time.Now, head: 1);
        rig.Meta.Push();

        var hidden = rig.Poll();
        rig.Meta.Cosign(1, "ada");
        var shown = rig.Poll();

        Assert.Equal(["release-hidden", "threshold-not-met"], hidden.Distrusted.Select(fault => fault.Reason));
        Assert.Equal((1L, 0), (shown.Release?.Counter, shown.Distrusted.Count));
    }

    [Fact]
    public void Beacon_of_the_last_day_that_there_is_is_over_when_its_key_is_revoked()
    {
        _rig.IsSynchronised = false;
        _rig.Time.Now = DateTimeOffset.UnixEpoch;
        _rig.Meta.Fresh(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), head: 9, lifetime: TimeSpan.FromDays(2));
        _rig.Meta.Push();
        _rig.Fleet.Release([1]);

        var poisoned = _rig.Poll();
        _rig.Restart();
        _rig.Meta.Renew(document => document with { Fresh = new TrustRole(1, ["bob"]), Revoked = [new RevokedKey(_rig.Meta.KeyOf("fay").Fingerprint, "stolen")] });
        _rig.Meta.Push();

        Assert.Contains(poisoned.Distrusted, fault => fault.Reason == "trust-expired");
        Assert.Equal(1, _rig.Poll().Release?.Counter);
    }

    [Fact]
    public void Document_that_is_expired_by_what_was_signed_is_expired_on_any_clock()
    {
        _rig.IsSynchronised = false;
        _rig.Time.Now = DateTimeOffset.UnixEpoch;
        _rig.Meta.Renew(document => document with { Expires = TrustFleet.Start.AddHours(2) });
        _rig.Meta.Fresh(TrustFleet.Start.AddHours(3), head: 1);
        _rig.Meta.Push();
        _rig.Fleet.Release([1]);

        var offer = _rig.Poll();

        Assert.Null(offer.Release);
        Assert.Contains(offer.Distrusted, fault => fault.Reason == "trust-expired");
    }

    [Fact]
    public void Clock_of_2099_and_back_keeps_what_runs_and_then_goes_on()
    {
        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        _rig.Meta.Push();
        _rig.Install(1);
        var right = _rig.Time.Now;
        _rig.Time.Now = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _rig.Fleet.Release([2]);

        var future = _rig.Poll();
        _rig.Time.Now = right;
        var back = _rig.Poll();

        Assert.Equal(1, future.Release!.Counter);
        Assert.Contains(future.Distrusted, fault => fault.Reason == "trust-expired");
        Assert.Equal(2, back.Release!.Counter);
        Assert.Empty(back.Distrusted);
    }

    [Fact]
    public void Beacon_of_tomorrow_is_believed_by_a_clock_that_is_not_kept_right_alone()
    {
        _rig.Meta.Fresh(_rig.Time.Now.AddDays(3), head: 1);
        _rig.Meta.Push();
        _rig.Fleet.Release([1]);

        var kept = _rig.Poll();
        _rig.IsSynchronised = false;
        var free = _rig.Poll();

        Assert.Contains(kept.Distrusted, fault => fault is { Reason: "signed-in-future", Kind: FaultKind.Waiting });
        Assert.Empty(free.Distrusted);
    }
}
