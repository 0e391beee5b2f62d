using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>One of the role stops; the channel's release threshold lifts.</summary>
public sealed class HoldRulesTests
{
    private static readonly HoldDocument Stop = new()
    {
        RepoId = Offer.Repo,
        Version = 1,
        Created = Fleet.Start.AddDays(2),
        Holds = [new HoldEntry("prod", 1, 7, "smoke in the field")],
        Recalls = [new RecallEntry("prod", 1, 7, "smoke in the field")],
    };

    private static Checked<TrustedHold> Advance(TrustedHold? current, HoldDocument next, params string[] keys) =>
        HoldRules.Advance(current, Fleet.Sign(next, keys), Fleet.Root, TagText.Verify);

    private static TrustedHold Stopped => Advance(null, Stop, "cyd").Value!;

    [Fact]
    public void One_of_the_role_stops()
    {
        var hold = Stopped.Document;

        Assert.Equal(Stop.Holds, hold.Holds);
        Assert.Equal(Stop.Recalls, hold.Recalls);
        Assert.Equal(Stopped.Content.ToArray(), HoldRules.Restore(Stopped.Content).Value!.Content.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("clock")]
    [InlineData("stranger")]
    public void Others_do_not(string keys) => Assert.Equal(
        RejectionReason.HoldThreshold, TagText.Reason(Advance(null, Stop, keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Lifting_needs_the_release_threshold()
    {
        var lifted = Stop with { Version = 2, Holds = [] };

        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(Stopped, lifted, "ada")));
        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(Stopped, lifted, "ada", "cyd")));
        Assert.NotNull(Advance(Stopped, lifted, "ada", "ben").Value);
    }

    [Theory]
    [InlineData("ada ben", RejectionReason.HoldThreshold)]
    [InlineData("ada cyd", RejectionReason.HoldLiftThreshold)]
    [InlineData("ada ben cyd", null)]
    public void Release_keys_alone_lift_nothing(string keys, RejectionReason? refusal)
    {
        // Only cyd may stop; ada and ben are all that release to prod.
        var root = Fleet.Enrol(Fleet.First with { Hold = new TrustRole(1, ["cyd"]) });
        var lifts = new[] { Stop with { Version = 2, Holds = [] }, Stop with { Version = 2, Recalls = [] }, Stop with { Version = 2, Holds = [], Recalls = [] } };

        Assert.All(lifts, lifted => Assert.Equal(refusal, HoldRules.Advance(Stopped, Fleet.Sign(lifted, keys.Split(' ')), root, TagText.Verify).Rejection?.Reason));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1_000_000)]
    public void Narrowing_a_hold_is_lifting(long from)
    {
        var narrowed = Stop with { Version = 2, Holds = [Stop.Holds[0] with { From = from }] };

        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(Stopped, narrowed, "cyd")));
    }

    [Fact]
    public void Widening_a_hold_is_stopping()
    {
        Assert.NotNull(Advance(Stopped, Stop with { Version = 2, Holds = [Stop.Holds[0] with { From = 0 }] }, "cyd").Value);
        Assert.NotNull(Advance(Stopped, Stop with { Version = 2, Holds = [Stop.Holds[0] with { Epoch = 0, From = 9 }] }, "cyd").Value);
        Assert.NotNull(Advance(Stopped, Stop with { Version = 2, Holds = [.. Stop.Holds, new HoldEntry("beta", 0, 0, "x")] }, "cyd").Value);
    }

    [Fact]
    public void Lifting_a_recall_needs_the_release_threshold()
    {
        var lifted = Stop with { Version = 2, Recalls = [] };

        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(Stopped, lifted, "cyd")));
        Assert.NotNull(Advance(Stopped, lifted, "ada", "ben").Value);
        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(
            Advance(Stopped, Stop with { Version = 2, Recalls = [Stop.Recalls[0] with { Counter = 6 }] }, "cyd")));
    }

    [Fact]
    public void Lifting_one_and_stopping_another_needs_both()
    {
        var beta = Stop with { Holds = [new HoldEntry("beta", 0, 0, "x")], Recalls = [] };
        var held = Advance(null, beta, "ada").Value!;
        var swapped = Stop with { Version = 2 };

        // cyd releases to beta and may stop prod; ada may stop, but not lift beta's hold.
        Assert.NotNull(Advance(held, swapped, "cyd").Value);
        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(held, swapped, "ada")));
    }

    [Fact]
    public void Holds_of_a_channel_that_has_no_release_role_any_more_stay()
    {
        var held = Advance(null, Stop with { Holds = [new HoldEntry("gone", 0, 0, "x")], Recalls = [] }, "ada").Value!;

        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Advance(held, Stop with { Version = 2, Holds = [], Recalls = [] }, "ada", "ben", "cyd")));
    }

    [Fact]
    public void Device_asks_for_the_signers_of_its_own_channel_alone()
    {
        var held = Advance(null, Stop with { Holds = [.. Stop.Holds, new HoldEntry("beta", 0, 0, "x")] }, "ada").Value!;
        var lifted = Stop with { Version = 2 };

        // ada may stop, and has half of prod; what beta's hold was is not prod's.
        Assert.NotNull(Take("prod", lifted, "ada").Value);
        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Take("beta", lifted, "ada")));
        Assert.NotNull(Take("beta", lifted, "cyd").Value);
        // But somebody of the role hold always has to.
        Assert.Equal(RejectionReason.HoldThreshold, TagText.Reason(Take("prod", lifted, "clock")));

        Checked<TrustedHold> Take(string channel, HoldDocument next, params string[] keys) =>
            HoldRules.Advance(held, Fleet.Sign(next, keys), Fleet.Root, TagText.Verify, new HoldMark(channel));
    }

    [Fact]
    public void Older_and_other_documents_are_rejected_by_name()
    {
        var second = Advance(Stopped, Stop with { Version = 2 }, "ada").Value!;

        Assert.Equal(RejectionReason.HoldReplayed, TagText.Reason(Advance(second, Stop, "ada")));
        Assert.Equal(RejectionReason.HoldEquivocation, TagText.Reason(Advance(second, Stop with { Version = 2, Created = Fleet.Start.AddDays(3) }, "ada")));
        Assert.Equal(RejectionReason.HoldInvalid, TagText.Reason(Advance(null, Stop with { RepoId = Guid.Parse("11111111-2222-3333-4444-555555555555") }, "ada")));
        Assert.NotNull(Advance(second, Stop with { Version = 9 }, "ada").Value);
    }

    [Fact]
    public void Key_whose_window_was_over_when_the_trust_document_was_made_stops_nothing_however_it_is_dated()
    {
        var root = Fleet.Enrol(Fleet.First with { Principals = Fleet.With(Fleet.First, ("ada", [Fleet.Key("ada") with { ValidBefore = Fleet.Start.AddDays(-1) }])) });
        var back = Stop with { Created = Fleet.Start.AddDays(-2) };

        var verdict = HoldRules.Advance(null, Fleet.Sign(back, "ada"), root, TagText.Verify);

        Assert.Equal(RejectionReason.HoldThreshold, TagText.Reason(verdict));
        Assert.Contains("signer-no-longer-valid", verdict.Rejection!.Detail, StringComparison.Ordinal);
        Assert.NotNull(HoldRules.Advance(null, Fleet.Sign(back, "ben"), root, TagText.Verify).Value);
    }

    [Theory]
    [InlineData(1 + HoldRules.MaxStep, true)]
    [InlineData(2 + HoldRules.MaxStep, false)]
    [InlineData(1_000_000_000_000, false)]
    public void One_key_cannot_use_the_versions_up(long version, bool isBelieved)
    {
        var far = Stop with { Version = version };

        Assert.Equal(isBelieved ? null : RejectionReason.HoldSkipped, Advance(Stopped, far, "cyd").Rejection?.Reason);
        Assert.Equal(isBelieved ? null : RejectionReason.HoldSkipped, Advance(null, far with { Version = version - 1 }, "cyd").Rejection?.Reason);
        // A device that slept that long believes it by the signers of every channel.
        Assert.NotNull(Advance(Stopped, far, "ada", "ben", "cyd").Value);
        Assert.NotNull(HoldRules.Advance(Stopped, Fleet.Sign(far, "cyd"), Fleet.Root, TagText.Verify, new HoldMark("beta")).Value);
    }

    [Fact]
    public void Device_that_lost_the_document_believes_the_same_bytes_and_what_its_channel_s_signers_stand_behind()
    {
        var third = Stop with { Version = 3 };
        var mark = new HoldMark("prod", 3, GitEdge.Core.Primitives.Sha256Digest.Of(TrustWriter.Write(third)));
        var lifted = third with { Version = 4, Holds = [], Recalls = [] };

        Assert.NotNull(Take(null, third).Value);
        Assert.NotNull(Take(Stopped, third).Value);
        Assert.All(new[] { null, Stopped }, current =>
        {
            Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(Take(current, lifted, "cyd")));
            Assert.NotNull(Take(current, lifted, "ada", "ben").Value);
            Assert.Equal(RejectionReason.HoldEquivocation, TagText.Reason(Take(current, third with { Holds = [] }, "ada", "ben")));
            Assert.Equal(RejectionReason.HoldReplayed, TagText.Reason(Take(current, lifted with { Version = 2 }, "ada", "ben")));
        });

        Checked<TrustedHold> Take(TrustedHold? current, HoldDocument next, params string[] keys) =>
            HoldRules.Advance(current, Fleet.Sign(next, keys), Fleet.Root, TagText.Verify, mark);
    }

    [Fact]
    public void Device_that_knows_no_digest_needs_its_channel_s_signers_for_the_same_version_too()
    {
        var mark = new HoldMark("prod", 1);

        Assert.Equal(RejectionReason.HoldLiftThreshold, TagText.Reason(HoldRules.Advance(null, Fleet.Sign(Stop, "cyd"), Fleet.Root, TagText.Verify, mark)));
        Assert.NotNull(HoldRules.Advance(null, Fleet.Sign(Stop, "ada", "ben"), Fleet.Root, TagText.Verify, mark).Value);
    }

    [Fact]
    public void Same_bytes_need_no_signature_any_more()
    {
        var hold = Stopped;

        Assert.Same(hold, HoldRules.Advance(hold, new SignedFile("hold.json", hold.Content, []), Fleet.Root, TagText.Verify).Value);
    }

    [Theory]
    [InlineData("prod", 1, 6, false)]
    [InlineData("prod", 1, 7, true)]
    [InlineData("prod", 2, 1, true)]
    [InlineData("prod", 0, 9, false)]
    [InlineData("beta", 1, 7, false)]
    public void Hold_is_from_a_release_on(string channel, long epoch, long counter, bool held) =>
        Assert.Equal(held, Stop.FindHold(channel, epoch, counter) is not null);

    [Theory]
    [InlineData("prod", 1, 7, true)]
    [InlineData("prod", 1, 8, false)]
    [InlineData("prod", 2, 7, false)]
    [InlineData("beta", 1, 7, false)]
    public void Recall_is_of_one_release(string channel, long epoch, long counter, bool recalled) =>
        Assert.Equal(recalled, Stop.FindRecall(channel, epoch, counter) is not null);
}
