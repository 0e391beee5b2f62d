using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>What the branch gitedge-meta makes of what a device believed before.</summary>
public sealed class TrustReviewTests
{
    private static readonly TrustView Before = new() { Root = Fleet.Root, LastingFloor = Fleet.Start };

    private static readonly HoldDocument Stop = new()
    {
        RepoId = Offer.Repo,
        Version = 1,
        Created = Fleet.Start.AddDays(20),
        Holds = [new HoldEntry("prod", 0, 0, "stop")],
    };

    private static readonly FreshDocument Beacon = new()
    {
        RepoId = Offer.Repo,
        Created = Fleet.Start.AddDays(10),
        Lifetime = TimeSpan.FromHours(24),
        Trust = 1,
        Hold = 0,
        Heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal),
    };

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(params (string Path, SignedFile File)[] signed)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (path, file) in signed)
        {
            files[path] = file.Content;
            foreach (var (index, signature) in file.Signatures.Index())
                files[$"{TrustFiles.SignaturesOf(path)}/{index}.sig"] = signature;
        }
        return files;
    }

    private static TrustReview Review(TrustView before, params (string Path, SignedFile File)[] signed) =>
        TrustReview.Of(before, Files(signed), Fleet.Clock, TagText.Verify);

    private static (string Path, SignedFile File) Trust(TrustDocument document, params string[] keys) =>
        (TrustFiles.TrustPath(document.Version), Fleet.Sign(document, keys));

    [Fact]
    public void Device_that_slept_walks_every_step()
    {
        var second = Fleet.After(Fleet.First);
        // From one person to the next: no version knows more than one of the keys before it.
        var third = Fleet.After(second) with { Principals = Fleet.With(second, ("ada", [Fleet.Key("ada2")])) };
        var fourth = Fleet.After(third) with { Principals = Fleet.With(third, ("ben", [Fleet.Key("ben2")])) };

        var review = Review(Before, Trust(Fleet.First, "ada"), Trust(second, "ada", "ben"), Trust(third, "ada", "ada2", "ben"), Trust(fourth, "ada2", "ben", "ben2"));

        Assert.Empty(review.Findings);
        Assert.Equal(4, review.View.Root.Document.Version);
        Assert.Equal(fourth.Created, review.View.TimeFloor);
    }

    [Fact]
    public void Walk_ends_before_the_first_step_that_is_not_signed()
    {
        var second = Fleet.After(Fleet.First);
        var third = Fleet.After(second);

        var review = Review(Before, Trust(second, "ada", "ben"), Trust(third, "ada"), Trust(Fleet.After(third), "ada", "ben"));

        Assert.Equal(2, review.View.Root.Document.Version);
        Assert.Equal([RejectionReason.TrustThreshold], review.Findings.Select(one => one.Reason));
    }

    [Fact]
    public void Missing_version_ends_the_walk_in_silence_and_the_beacon_tells()
    {
        var second = Fleet.After(Fleet.First);
        var third = Fleet.After(second);

        var review = Review(Before, Trust(third, "ada", "ben"));

        Assert.Equal(1, review.View.Root.Document.Version);
        Assert.Empty(review.Findings);
    }

    [Fact]
    public void Other_bytes_under_the_believed_version_are_an_alarm()
    {
        var review = Review(Before, Trust(Fleet.First with { Expires = Fleet.Start.AddYears(9) }, "ada", "ben"));

        Assert.Equal([RejectionReason.TrustEquivocation], review.Findings.Select(one => one.Reason));
        Assert.Same(Before.Root, review.View.Root);
    }

    [Fact]
    public void Hold_and_beacon_are_judged_by_the_newest_trust_document()
    {
        var second = Fleet.After(Fleet.First) with { Hold = new TrustRole(1, ["ben"]), Fresh = new TrustRole(1, ["cyd"]) };

        var review = Review(Before, Trust(second, "ada", "ben"), (TrustFiles.HoldPath, Fleet.Sign(Stop, "ada")), (TrustFiles.FreshPath, Fleet.Sign(Beacon, "clock")));

        Assert.Equal([RejectionReason.HoldThreshold, RejectionReason.FreshThreshold], review.Findings.Select(one => one.Reason));
        Assert.Null(review.View.Hold);
        Assert.Null(review.View.Beacon);
    }

    [Fact]
    public void Time_floor_is_the_latest_that_was_signed()
    {
        var review = Review(Before, (TrustFiles.HoldPath, Fleet.Sign(Stop, "ada")), (TrustFiles.FreshPath, Fleet.Sign(Beacon, "clock")));

        Assert.Empty(review.Findings);
        Assert.Equal(Stop.Created, review.View.TimeFloor);
        Assert.Equal(Stop.Created.AddDays(9), Review(Before with { LastingFloor = Stop.Created.AddDays(9) }).View.TimeFloor);
    }

    [Fact]
    public void Time_that_one_key_has_said_is_over_with_what_it_signed()
    {
        var adrift = new ClockReading(DateTimeOffset.UnixEpoch, IsSynchronised: false);
        var far = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var second = Fleet.After(Fleet.First) with { Fresh = new TrustRole(1, ["cyd"]), Revoked = [new RevokedKey(Fleet.Key("clock").Key.Fingerprint, "stolen")] };
        var poisoned = TrustReview.Of(
            Before, Files((TrustFiles.HoldPath, Fleet.Sign(Stop with { Created = far }, "ada")), (TrustFiles.FreshPath, Fleet.Sign(Beacon with { Created = far }, "clock"))), adrift, TagText.Verify).View;
        Assert.Equal(far, poisoned.TimeFloor);
        Assert.True(RememberedTrust.Of(poisoned, []).Restore(Offer.Repo).Try(out var restored, out _));

        var healed = TrustReview.Of(
            restored, Files(Trust(second, "ada", "ben"), (TrustFiles.HoldPath, Fleet.Sign(Stop with { Version = 2 }, "ben")), (TrustFiles.FreshPath, Fleet.Sign(Beacon, "cyd"))), adrift, TagText.Verify);

        Assert.Empty(healed.Findings);
        Assert.Equal((Stop.Created, Beacon.Created), (healed.View.TimeFloor, healed.View.Beacon!.Document.Created));
    }

    [Fact]
    public void Beacon_is_forgotten_with_a_key_that_lost_the_role_and_with_no_other()
    {
        var second = Fleet.After(Fleet.First) with { Fresh = new TrustRole(1, ["clock", "cyd"]) };
        var third = Fleet.After(second) with { Fresh = new TrustRole(1, ["cyd"]) };
        var before = Review(Before, (TrustFiles.FreshPath, Fleet.Sign(Beacon, "clock"))).View;

        Assert.Same(before.Beacon, Review(before, Trust(second, "ada", "ben")).View.Beacon);
        Assert.Null(Review(before, Trust(second, "ada", "ben"), Trust(third, "ada", "ben")).View.Beacon);
        Assert.Null(Review(before, Trust(second with { Fresh = null }, "ada", "ben")).View.Beacon);
    }

    [Fact]
    public void Believed_hold_stays_when_its_file_is_gone_or_replaced()
    {
        var before = Review(Before, (TrustFiles.HoldPath, Fleet.Sign(Stop, "ada"))).View;

        var gone = Review(before);
        var forged = Review(before, (TrustFiles.HoldPath, Fleet.Sign(Stop with { Version = 2, Holds = [] }, "cyd")));

        Assert.Equal([RejectionReason.HoldHidden], gone.Findings.Select(one => one.Reason));
        Assert.Equal([RejectionReason.HoldLiftThreshold], forged.Findings.Select(one => one.Reason));
        Assert.Same(before.Hold, gone.View.Hold);
        Assert.Same(before.Hold, forged.View.Hold);
    }

    [Theory]
    [InlineData("nothing", "hold-lift-threshold", 1)]
    [InlineData("the lift", null, 3)]
    [InlineData("the lift without a signer", "hold-lift-threshold", 1)]
    [InlineData("one that lifts nothing", "hold-lift-threshold", 2)]
    [InlineData("one before what is believed", "hold-lift-threshold", 1)]
    [InlineData("another under the same number", "hold-lift-threshold", 1)]
    [InlineData("one of another fleet", "hold-lift-threshold", 1)]
    [InlineData("no document", "hold-lift-threshold", 1)]
    [InlineData("one from the future", "hold-lift-threshold", 1)]
    public void Device_that_slept_through_a_lift_goes_over_what_its_channel_s_signers_signed_last(string lift, string? refusal, long version)
    {
        var before = Review(Before, (TrustFiles.HoldPath, Fleet.Sign(Stop, "ada"))).View;
        var lifted = Stop with { Version = 2, Holds = [] };
        var next = Stop with { Version = 3, Holds = [new HoldEntry("prod", 1, 9, "again")] };
        var file = lift switch
        {
            "the lift" => Fleet.Sign(lifted, "ada", "ben"),
            "the lift without a signer" => Fleet.Sign(lifted, "ada"),
            "one that lifts nothing" => Fleet.Sign(Stop with { Version = 2 }, "ada", "ben"),
            "one before what is believed" => Fleet.Sign(lifted with { Version = 0 }, "ada", "ben"),
            "another under the same number" => Fleet.Sign(lifted with { Version = 1 }, "ada", "ben"),
            "one of another fleet" => Fleet.Sign(lifted with { RepoId = Guid.Parse("11111111-2222-3333-4444-555555555555") }, "ada", "ben"),
            "one from the future" => Fleet.Sign(lifted with { Created = Fleet.Clock.Now.AddDays(3) }, "ada", "ben"),
            "no document" => new SignedFile("", "{}"u8.ToArray(), []),
            _ => null,
        };
        var files = Files((TrustFiles.HoldPath, Fleet.Sign(next, "cyd")));
        if (file is not null)
            files = Files((TrustFiles.HoldPath, Fleet.Sign(next, "cyd")), (TrustFiles.LiftPath("prod"), file));

        var review = TrustReview.Of(before, path => TrustFiles.Find(files, path), Fleet.Clock, TagText.Verify, new HoldMark("prod"));

        Assert.Equal(refusal is null ? [] : [refusal], review.Findings.Select(one => one.Code));
        Assert.Equal(version, review.View.Hold!.Document.Version);
        // Who is of no channel asks for the signatures on the newest.
        Assert.Equal(RejectionReason.HoldLiftThreshold, Assert.Single(TrustReview.Of(before, files, Fleet.Clock, TagText.Verify).Findings).Reason);
    }

    [Fact]
    public void Device_far_behind_and_one_that_lost_its_memory_go_over_it_too()
    {
        var far = Stop with { Version = 3 * HoldRules.MaxStep };
        var files = Files(
            (TrustFiles.LiftPath("prod"), Fleet.Sign(far, "ada", "ben")),
            (TrustFiles.HoldPath, Fleet.Sign(far with { Version = far.Version + HoldRules.MaxStep, Recalls = [new RecallEntry("prod", 1, 4, "bad")] }, "cyd")));

        Assert.All([new HoldMark("prod"), new HoldMark("prod", 7)], mark =>
        {
            var review = TrustReview.Of(Before, path => TrustFiles.Find(files, path), Fleet.Clock, TagText.Verify, mark);

            Assert.Empty(review.Findings);
            Assert.Equal(4 * HoldRules.MaxStep, review.View.Hold!.Document.Version);
        });
    }

    [Fact]
    public void What_is_signed_in_the_future_waits_where_the_clock_is_right()
    {
        var late = Beacon with { Created = Fleet.Clock.Now.AddDays(2) };
        var files = Files((TrustFiles.FreshPath, Fleet.Sign(late, "clock")));

        var synchronised = TrustReview.Of(Before, files, Fleet.Clock, TagText.Verify);
        var adrift = TrustReview.Of(Before, files, new ClockReading(DateTimeOffset.UnixEpoch, IsSynchronised: false), TagText.Verify);

        Assert.Equal([RejectionReason.SignedInFuture], synchronised.Findings.Select(one => one.Reason));
        Assert.Equal((null, Before.TimeFloor), (synchronised.View.Beacon, synchronised.View.TimeFloor));
        Assert.Empty(adrift.Findings);
        Assert.Equal(late.Created, adrift.View.TimeFloor);
    }

    [Fact]
    public void Policy_is_of_the_channel_s_role()
    {
        var view = Review(Before, (TrustFiles.HoldPath, Fleet.Sign(Stop, "ada"))).View;
        var policy = view.PolicyFor("prod", Fleet.Clock)!;

        Assert.Equal((Offer.Repo, "prod", 2, 1L, Stop.Created, Fleet.Clock.Now.AddDays(1)),
            (policy.RepoId, policy.Channel, policy.Release.Threshold, policy.MinEpoch, policy.TimeFloor, policy.Latest!.Value));
        Assert.Same(view.Hold!.Document, policy.Hold);
        Assert.Null(view.PolicyFor("nowhere", Fleet.Clock));
    }

    [Fact]
    public void Release_is_never_later_than_the_document_it_is_judged_by()
    {
        var adrift = new ClockReading(DateTimeOffset.UnixEpoch, IsSynchronised: false);
        var late = new ClockReading(Fleet.First.Expires.AddYears(1), IsSynchronised: true);

        Assert.All([adrift, late], clock => Assert.Equal(Fleet.First.Expires.AddSeconds(-1), Before.PolicyFor("prod", clock)!.Latest));
    }

    [Fact]
    public void Clock_counts_from_the_floor_on()
    {
        var clock = new ClockReading(DateTimeOffset.UnixEpoch, IsSynchronised: false);

        Assert.Equal(Fleet.Start, clock.NotBefore(Fleet.Start));
        Assert.Equal(Fleet.Clock.Now, Fleet.Clock.NotBefore(Fleet.Start));
        Assert.Null(clock.Latest);
        Assert.Null(new ClockReading(DateTimeOffset.MaxValue, IsSynchronised: true).Latest);
    }

    [Fact]
    public void Files_of_the_branch_are_found_by_name()
    {
        var files = Files(("trust/3.json", new SignedFile("x", TagText.Bytes("{}"), [TagText.Bytes("a"), TagText.Bytes("b")])));
        files["trust/3.signatures/note.txt"] = TagText.Bytes("no signature");
        files["trust/33.signatures/0.sig"] = TagText.Bytes("of another");

        Assert.Equal(["a", "b"], TrustFiles.Find(files, "trust/3.json")!.Signatures.Select(one => System.Text.Encoding.UTF8.GetString(one.Span)));
        Assert.Null(TrustFiles.Find(files, "trust/4.json"));
    }
}
