using System.Text;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>What lies exactly on the edge of a rule, and what messages say of it.</summary>
public sealed class RolesEdgeTests
{
    private static readonly HoldDocument Stop = new()
    {
        RepoId = Offer.Repo,
        Version = 1,
        Created = Fleet.Start.AddDays(2),
        Holds = [new HoldEntry("prod", 1, 7, "smoke in the field")],
        Recalls = [],
    };

    private static readonly FreshDocument Beacon = new()
    {
        RepoId = Offer.Repo,
        Created = Fleet.Start.AddDays(10),
        Lifetime = TimeSpan.FromHours(24),
        Trust = 1,
        Hold = 0,
        Heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal) { ["prod"] = new(1, 7), ["beta"] = new(1, 2) },
    };

    private static TrustedHold Stopped => HoldRules.Advance(null, Fleet.Sign(Stop, "cyd"), Fleet.Root, TagText.Verify).Value!;

    [Fact]
    public void Document_that_is_believed_is_not_replaced_by_another_of_its_version_that_the_mark_knows()
    {
        var other = Fleet.Sign(Stop with { Created = Stop.Created.AddMinutes(1) }, "cyd");

        var advanced = HoldRules.Advance(Stopped, other, Fleet.Root, TagText.Verify, new HoldMark("prod", 1, Sha256Digest.Of(other.Content.Span)));

        Assert.Equal(RejectionReason.HoldEquivocation, TagText.Reason(advanced));
    }

    [Fact]
    public void Mark_is_of_what_was_accepted_and_of_nothing_knows_no_version()
    {
        var digest = Sha256Digest.Of([1]);

        Assert.Equal(new HoldMark("prod", 0, null), HoldMark.Of("prod", null));
        Assert.Equal(new HoldMark("prod", 3, digest), HoldMark.Of("prod", new Offer().Accepted() with { HoldVersion = 3, HoldDigest = digest }));
    }

    [Fact]
    public void Accepted_release_is_marked_with_the_greater_versions()
    {
        var view = new TrustView { Root = Fleet.Root, Hold = Stopped };
        var digest = Sha256Digest.Of(Stopped.Content.Span);
        var accepted = new Offer().Accepted();

        Assert.Null(view.Mark(null));
        Assert.Equal(accepted with { TrustVersion = 1, HoldVersion = 1, HoldDigest = digest }, view.Mark(accepted with { HoldVersion = 1 }));
        Assert.Equal(accepted with { TrustVersion = 1, HoldVersion = 1, HoldDigest = digest }, view.Mark(accepted));
        var later = accepted with { TrustVersion = 5, HoldVersion = 3 };
        Assert.Equal(later, view.Mark(later));
        Assert.Equal(accepted with { TrustVersion = 1 }, (view with { Hold = null }).Mark(accepted));
    }

    [Fact]
    public void Of_two_beacons_of_one_second_the_first_that_was_believed_stays()
    {
        var believed = FreshRules.Advance(null, Fleet.Sign(Beacon, "clock"), Fleet.Root, TagText.Verify).Value!;

        var other = FreshRules.Advance(believed, Fleet.Sign(Beacon with { Hold = 1 }, "clock"), Fleet.Root, TagText.Verify);

        Assert.Equal(RejectionReason.FreshReplayed, TagText.Reason(other));
        Assert.NotNull(FreshRules.Advance(believed, Fleet.Sign(Beacon with { Created = Beacon.Created.AddSeconds(1) }, "clock"), Fleet.Root, TagText.Verify).Value);
    }

    [Fact]
    public void Beacon_speaks_for_its_lifetime_and_not_beyond_the_end_of_time()
    {
        Assert.Equal(Fleet.Start.AddDays(11), Beacon.Until);
        Assert.Equal(DateTimeOffset.MaxValue, (Beacon with { Created = DateTimeOffset.MaxValue.AddHours(-1) }).Until);
        Assert.Null(new ClockReading(DateTimeOffset.MaxValue, IsSynchronised: true).Latest);
    }

    [Fact]
    public void What_is_hidden_is_told_beside_what_was_shown()
    {
        var hidden = FreshRules.FindHidden(Beacon with { Hold = 9 }, Fleet.First, Stop with { Version = 4 }, "prod", new ReleaseHead(1, 5));

        Assert.Equal(["hold-hidden", "release-hidden"], hidden.Select(one => one.Code));
        Assert.Contains("version 9, shown was 4", hidden[0].Detail, StringComparison.Ordinal);
        Assert.Contains("1/7 (epoch/counter) of 'prod', shown was 1/5", hidden[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_are_written_in_the_order_of_their_names_and_end_with_a_line()
    {
        var trust = Encoding.UTF8.GetString(TrustWriter.Write(Fleet.First));
        var fresh = Encoding.UTF8.GetString(TrustWriter.Write(Beacon));

        Assert.True(trust.IndexOf("\"ada\"", StringComparison.Ordinal) < trust.IndexOf("\"ben\"", StringComparison.Ordinal));
        Assert.True(trust.IndexOf("\"beta\"", StringComparison.Ordinal) < trust.IndexOf("\"prod\"", StringComparison.Ordinal));
        Assert.True(fresh.IndexOf("\"beta\"", StringComparison.Ordinal) < fresh.IndexOf("\"prod\"", StringComparison.Ordinal));
        Assert.EndsWith("}\n", trust, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999_999, "\"999999s\"")]
    [InlineData(1_000_000, "\"11d49600s\"")]
    public void Lifetime_of_a_beacon_is_written_in_seconds_while_six_digits_hold_them(long seconds, string written)
    {
        var content = TrustWriter.Write(Beacon with { Lifetime = TimeSpan.FromSeconds(seconds) });

        Assert.Contains(written, Encoding.UTF8.GetString(content), StringComparison.Ordinal);
        Assert.True(FreshRules.Restore(content).Try(out var read, out _));
        Assert.Equal(TimeSpan.FromSeconds(seconds), read.Document.Lifetime);
    }

    [Fact]
    public void Who_is_missing_is_told_without_what_nobody_made()
    {
        Assert.EndsWith("of the role 'hold'; nobody of them signed.", Refused(), StringComparison.Ordinal);
        Assert.Contains("nobody of them signed. Not counted: signer-role: ", Refused("clock"), StringComparison.Ordinal);

        static string Refused(params string[] keys) =>
            HoldRules.Advance(null, Fleet.Sign(Stop, keys), Fleet.Root, TagText.Verify).Rejection!.Detail;
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, true)]
    public void First_problems_of_a_document_are_told_and_how_many_more_there_are(int unknown, bool more)
    {
        var text = Encoding.UTF8.GetString(TrustWriter.Write(Beacon));
        var extended = text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, string.Concat(Enumerable.Range(0, unknown).Select(index => FormattableString.Invariant($"\"x{index}\":1,"))));

        var detail = FreshRules.Restore(Encoding.UTF8.GetBytes(extended)).Rejection!.Detail;

        Assert.Equal(more, detail.EndsWith("; and 4 more.", StringComparison.Ordinal));
        Assert.DoesNotContain("and -", detail, StringComparison.Ordinal);
        Assert.Contains("x0", detail, StringComparison.Ordinal);
    }
}
