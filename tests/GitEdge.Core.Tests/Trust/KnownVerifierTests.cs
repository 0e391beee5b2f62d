using GitEdge.Core.Fleet;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust;

/// <summary>A release that was accepted once, known again by its digest.</summary>
public sealed class KnownVerifierTests
{
    private static readonly FetchedRelease Fetched = new Offer().Fetched();
    private static readonly AcceptedRelease Good = new Offer().Accepted();

    /// <summary>Nobody may sign releases any more.</summary>
    private static readonly TrustPolicy NoSigners = new(Offer.Repo, "prod", AllowedSigners.Of([TagText.Signers.Entries[0] with { Namespaces = ["other"] }]));

    [Fact]
    public void Accepted_release_is_known_though_nobody_may_sign_any_more()
    {
        var again = Assert.IsType<ReleaseVerdict.AlreadyAccepted>(KnownVerifier.AcceptAgain(Known(), new Offer().Claims, NoSigners)).Release;

        Assert.Equal(RejectionReason.SignerNamespace, ReleaseVerifier.VerifyTag(Fetched.Tag, NoSigners, TagText.Verify).Rejection!.Reason);
        Assert.Equal((Good.Statement, Good.Commit, 7L, 1L), (again.Statement, again.Commit, again.Counter, again.Epoch));
        Assert.Null(again.Principal);
        Assert.Null(again.KeyFingerprint);
        Assert.Null(again.TaggedAt);
        Assert.Empty(again.Principals);
        Assert.Equal(new Offer().Files.Keys.Where(LockFile.Covers).Order(StringComparer.Ordinal), again.Files.Contents.Keys.Order(StringComparer.Ordinal));
        var marked = Good with { TrustVersion = 4, HoldVersion = 2 };
        Assert.Equal(marked, again.ToAccepted(Good.AcceptedAt, marked));
    }

    [Fact]
    public void Time_and_descent_are_not_asked_again() =>
        Assert.IsType<ReleaseVerdict.AlreadyAccepted>(KnownVerifier.AcceptAgain(Known(), new Offer { Expires = Offer.Now.AddDays(-9) }.Claims, NoSigners));

    [Fact]
    public void Another_statement_under_the_number_is_not_known() => Assert.Equal(
        RejectionReason.Equivocation, KnownVerifier.VerifyTag(new Offer { Content = "other" }.Fetched().Tag, Good).Rejection!.Reason);

    [Fact]
    public void Another_number_is_not_known() => Assert.Equal(
        RejectionReason.Equivocation, KnownVerifier.VerifyTag(new Offer { Counter = 8 }.Fetched().Tag, Good).Rejection!.Reason);

    [Fact]
    public void Renamed_tag_is_not_known() => Assert.Equal(
        RejectionReason.TagNameMismatch, KnownVerifier.VerifyTag(Fetched.Tag with { RefName = "refs/tags/rollout/prod/8" }, Good).Rejection!.Reason);

    [Fact]
    public void Bytes_of_another_object_are_not_known() => Assert.Equal(
        RejectionReason.TagIdMismatch, KnownVerifier.VerifyTag(Fetched.Tag with { TagId = new string('0', 40) }, Good).Rejection!.Reason);

    [Fact]
    public void Files_of_another_commit_are_refused() => Assert.Equal(
        RejectionReason.TargetMismatch, KnownVerifier.VerifyFiles(Tag(), Fetched with { CommitId = new string('0', 40) }).Rejection!.Reason);

    [Fact]
    public void Changed_files_are_refused()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(Fetched.Files) { ["rollouts/prod.yaml"] = TagText.Bytes("kind: Other\n") };

        Assert.Equal(RejectionReason.FileMismatch, KnownVerifier.VerifyFiles(Tag(), Fetched with { Files = files }).Rejection!.Reason);
    }

    [Fact]
    public void Claims_of_another_repository_or_epoch_are_refused()
    {
        Assert.Equal(RejectionReason.OtherRepository, Reason(KnownVerifier.AcceptAgain(Known(), new Offer().Claims with { RepoId = Guid.Empty }, NoSigners)));
        Assert.Equal(RejectionReason.Equivocation, Reason(KnownVerifier.AcceptAgain(Known(), new Offer { Epoch = 2 }.Claims, NoSigners)));
    }

    [Theory]
    [InlineData(7, RejectionReason.Recalled)]
    [InlineData(8, RejectionReason.Unknown)]
    public void Recall_counts(long counter, RejectionReason reason)
    {
        var policy = NoSigners with { Hold = Hold(new RecallEntry("prod", 1, counter, "bad")) };

        Assert.Equal(reason, Reason(KnownVerifier.AcceptAgain(Known(), new Offer().Claims, policy)));
        Assert.Equal(reason, Reason(KnownVerifier.GoBack(Known(), new Offer().Claims, policy, Good with { Counter = 9 })));
    }

    [Theory]
    [InlineData(1, 7L, RejectionReason.Unknown)]
    [InlineData(1, 8L, RejectionReason.BelowFloor)]
    [InlineData(2, 1L, RejectionReason.BelowFloor)]
    [InlineData(2, 0L, RejectionReason.Unknown)]
    [InlineData(2, null, RejectionReason.Unknown)]
    public void Floor_of_what_was_accepted_last_counts_in_its_epoch(long epoch, long? floor, RejectionReason reason) => Assert.Equal(
        reason, Reason(KnownVerifier.GoBack(Known(), new Offer().Claims, NoSigners, Good with { Epoch = epoch, Counter = 9, Floor = floor })));

    [Fact]
    public void Epoch_that_the_trust_document_has_ended_is_not_gone_back_to() => Assert.Equal(
        RejectionReason.EpochBelowTrust, Reason(KnownVerifier.GoBack(Known(), new Offer().Claims, NoSigners with { MinEpoch = 2 }, Good)));

    [Theory]
    [InlineData(7, RejectionReason.Held)]
    [InlineData(8, RejectionReason.Unknown)]
    public void Hold_keeps_an_accepted_release_from_being_begun_and_not_from_being_accepted_again(long from, RejectionReason reason)
    {
        var policy = NoSigners with { Hold = Hold() with { Holds = [new HoldEntry("prod", 1, from, "wait")] } };
        var again = Assert.IsType<ReleaseVerdict.AlreadyAccepted>(KnownVerifier.AcceptAgain(Known(), new Offer().Claims, policy)).Release;

        Assert.Equal(reason, policy.CheckHold(again.Epoch, again.Counter)?.Reason ?? RejectionReason.Unknown);
    }

    private static KnownTag Tag() => KnownVerifier.VerifyTag(Fetched.Tag, Good).Value!;

    private static KnownRelease Known() => KnownVerifier.VerifyFiles(Tag(), Fetched).Value!;

    private static HoldDocument Hold(params RecallEntry[] recalls) => new() { RepoId = Offer.Repo, Version = 1, Created = Offer.Now, Recalls = recalls };

    private static RejectionReason Reason(ReleaseVerdict verdict) => (verdict as ReleaseVerdict.Rejected)?.Why.Reason ?? RejectionReason.Unknown;
}
