using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>What a beacon proves, and whose is none.</summary>
public sealed class FreshRulesTests
{
    private static readonly FreshDocument Beacon = new()
    {
        RepoId = Offer.Repo,
        Created = Fleet.Start.AddDays(10),
        Lifetime = TimeSpan.FromHours(24),
        Trust = 1,
        Hold = 0,
        Heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal) { ["prod"] = new(1, 7) },
    };

    private static Checked<TrustedBeacon> Advance(TrustedBeacon? current, FreshDocument next, params string[] keys) =>
        FreshRules.Advance(current, Fleet.Sign(next, keys), Fleet.Root, TagText.Verify);

    private static TrustedBeacon Believed => Advance(null, Beacon, "clock").Value!;

    [Fact]
    public void Beacon_by_the_role_is_believed()
    {
        Assert.Equal(Beacon.Heads, Believed.Document.Heads);
        Assert.Equal(Beacon.Until, Believed.Document.Until);
        Assert.Equal(TrustWriter.Write(Beacon), Believed.Content.ToArray());
        Assert.Equal(Beacon.Created, FreshRules.Restore(Believed.Content).Value!.Document.Created);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("")]
    public void Others_are_not(string keys) => Assert.Equal(
        RejectionReason.FreshThreshold, TagText.Reason(Advance(null, Beacon, keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Fleet_without_the_role_has_no_beacon() => Assert.Equal(RejectionReason.FreshThreshold, TagText.Reason(
        FreshRules.Advance(null, Fleet.Sign(Beacon, "clock"), Fleet.Enrol(Fleet.First with { Fresh = null }), TagText.Verify)));

    [Fact]
    public void Older_beacon_is_a_replay()
    {
        Assert.Equal(RejectionReason.FreshReplayed, TagText.Reason(Advance(Believed, Beacon with { Created = Beacon.Created.AddSeconds(-1) }, "clock")));
        Assert.NotNull(Advance(Believed, Beacon with { Created = Beacon.Created.AddSeconds(1) }, "clock").Value);
        var same = Believed;
        Assert.Same(same, FreshRules.Advance(same, new SignedFile("fresh.json", same.Content, []), Fleet.Root, TagText.Verify).Value);
    }

    [Fact]
    public void Beacon_of_another_fleet_is_rejected_by_name() => Assert.Equal(
        RejectionReason.FreshInvalid, TagText.Reason(Advance(null, Beacon with { RepoId = Guid.Parse("11111111-2222-3333-4444-555555555555") }, "clock")));

    [Theory]
    [InlineData(1)]
    [InlineData(999_999)]
    [InlineData(1_000_000)]
    [InlineData(366 * 86_400)]
    public void Lifetime_is_read_as_it_was_written(int seconds) =>
        Assert.Equal(seconds, Advance(null, Beacon with { Lifetime = TimeSpan.FromSeconds(seconds) }, "clock").Value!.Document.Lifetime.TotalSeconds);

    [Fact]
    public void Beacon_of_the_last_day_that_there_is_harms_nobody()
    {
        var last = Beacon with { Created = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), Lifetime = TimeSpan.FromDays(2) };

        Assert.Null(FreshRules.CheckTime(Advance(null, last, "clock").Value!, Fleet.Clock.Now));
        Assert.Equal(DateTimeOffset.MaxValue, last.Until);
    }

    [Fact]
    public void Beacon_is_silent_after_its_lifetime()
    {
        Assert.Null(FreshRules.CheckTime(Believed, Beacon.Until.AddSeconds(-1)));
        Assert.Equal(RejectionReason.FreshStale, FreshRules.CheckTime(Believed, Beacon.Until)!.Reason);
        Assert.Equal(RejectionReason.FreshStale, FreshRules.CheckTime(null, Fleet.Start)!.Reason);
    }

    [Fact]
    public void What_is_kept_from_the_device_is_named()
    {
        var beacon = Beacon with { Trust = 2, Hold = 3 };

        Assert.Equal([RejectionReason.TrustHidden, RejectionReason.HoldHidden, RejectionReason.ReleaseHidden],
            FreshRules.FindHidden(beacon, Fleet.First, null, "prod", new ReleaseHead(1, 6)).Select(one => one.Reason));
        Assert.Equal([RejectionReason.ReleaseHidden], FreshRules.FindHidden(Beacon, Fleet.First, null, "prod", null).Select(one => one.Reason));
    }

    [Fact]
    public void Nothing_is_hidden_from_who_knows_as_much_or_more()
    {
        var hold = new HoldDocument { RepoId = Offer.Repo, Version = 3, Created = Fleet.Start };

        Assert.Empty(FreshRules.FindHidden(Beacon with { Hold = 3 }, Fleet.First, hold, "prod", new ReleaseHead(1, 7)));
        Assert.Empty(FreshRules.FindHidden(Beacon, Fleet.First with { Version = 2 }, hold, "prod", new ReleaseHead(2, 1)));
        Assert.Empty(FreshRules.FindHidden(Beacon, Fleet.First, null, "beta", null));
    }
}
