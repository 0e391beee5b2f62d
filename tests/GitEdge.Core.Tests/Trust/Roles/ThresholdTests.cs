using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>Releases that several have to stand behind, and what the fleet's policy has against a release.</summary>
public sealed class ThresholdTests
{
    private static readonly TrustView View = new() { Root = Fleet.Root, LastingFloor = Fleet.Start };

    private static readonly TrustPolicy Policy = View.PolicyFor("prod", Fleet.Clock)!;

    private static string Trailer => "GitEdge-Lock-SHA256: " + Sha256Digest.Of(TagText.Bytes(new Offer().LockText)).Hex;

    private static Signatures Release(string key, params FetchedTag[] cosignatures)
    {
        var fetched = new Offer().Fetched();
        var body = TagText.Signed(TagObject.Parse(fetched.TagBytes).Value!.Payload.ToArray(), Fleet.PathOf(key));
        return new(fetched with { TagBytes = body, TagId = TagObject.IdOf(body) }, cosignatures);
    }

    private static FetchedTag Cosign(string key, string name = "cosign/prod/7/me", string target = TagText.Target, string? trailer = null)
    {
        var body = TagText.Signed($"object {target}\ntype commit\ntag {name}\n{TagText.Tagger}\n\nSeen\n\n{trailer ?? Trailer}\n", Fleet.PathOf(key));
        return new FetchedTag("refs/tags/" + name, TagObject.IdOf(body), body);
    }

    private static Checked<SignedRelease> Verify(Signatures release, TrustPolicy? policy = null) =>
        ReleaseVerifier.VerifySignature(release.Fetched, release.Cosignatures, policy ?? Policy, TagText.Verify);

    private static RejectionReason ReasonOf(ReleaseVerdict verdict) => Assert.IsType<ReleaseVerdict.Rejected>(verdict).Why.Reason;

    [Fact]
    public void Release_with_enough_principals_is_signed()
    {
        var signed = Verify(Release("ada", Cosign("ben"))).Value!;

        var accepted = Assert.IsType<ReleaseVerdict.Accepted>(ReleaseVerifier.Accept(signed, new Offer().Claims, null, Offer.Now)).Release;
        Assert.Equal(["ada", "ben"], accepted.Principals);
        Assert.Equal("ada", accepted.Principal);
    }

    [Fact]
    public void One_alone_is_not_enough_and_waits()
    {
        var verdict = Verify(Release("ada"));

        Assert.Equal((RejectionReason.ThresholdNotMet, RejectionKind.Waiting), (verdict.Rejection!.Reason, verdict.Rejection.Kind));
        Assert.Contains("rollout/prod/7 needs 2 principals; signed have 'ada'.", verdict.Rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void One_person_with_two_keys_counts_once()
    {
        var first = Fleet.First with { Principals = Fleet.With(Fleet.First, ("ada", [Fleet.Key("ada"), Fleet.Key("ada2")])) };
        var policy = new TrustView { Root = Fleet.Enrol(first) }.PolicyFor("prod", Fleet.Clock);

        Assert.Equal(RejectionReason.ThresholdNotMet, TagText.Reason(Verify(Release("ada", Cosign("ada2")), policy)));
        Assert.Equal(RejectionReason.ThresholdNotMet, TagText.Reason(Verify(Release("ada", Cosign("ada")), policy)));
    }

    [Theory]
    [InlineData("cyd", "signer-role")]
    [InlineData("stranger", "unknown-signer: Nobody in the trust document has the key SHA256:")]
    public void Cosignature_of_others_does_not_count(string key, string code) =>
        Assert.Contains(code, Verify(Release("ada", Cosign(key))).Rejection!.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("cosign/prod/8/me")]
    [InlineData("cosign/beta/7/me")]
    [InlineData("cosign/prod/7/me/too")]
    [InlineData("rollout/prod/7")]
    public void Cosignature_of_another_name_does_not_count(string name) =>
        Assert.Contains("cosign-mismatch", Verify(Release("ada", Cosign("ben", name))).Rejection!.Detail, StringComparison.Ordinal);

    [Fact]
    public void Cosignature_of_another_commit_or_lock_does_not_count()
    {
        Assert.Contains("cosign-mismatch: It is of commit", Verify(Release("ada", Cosign("ben", target: new string('a', 40)))).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("cosign-mismatch: It names the lock", Verify(Release("ada", Cosign("ben", trailer: TagText.Trailer))).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("trailer-missing", Verify(Release("ada", Cosign("ben", trailer: "Seen"))).Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Cosignature_whose_ref_or_id_lies_does_not_count()
    {
        var good = Cosign("ben");

        Assert.Contains("tag-name-mismatch", Verify(Release("ada", good with { RefName = "refs/tags/cosign/prod/7/you" })).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("tag-id-mismatch", Verify(Release("ada", good with { TagId = new string('0', 40) })).Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_cosignatures_do_not_spoil_a_good_one() =>
        Assert.NotNull(Verify(Release("ada", Cosign("stranger", "cosign/prod/7/a"), new FetchedTag("x", "y", TagText.Bytes("noise")), Cosign("ben"))).Value);

    [Fact]
    public void Any_number_of_tags_that_are_no_cosignatures_does_not_hide_one()
    {
        var good = Cosign("ben", "cosign/prod/7/zoe");
        // Whoever pushes them knows ben's public key, but cannot sign with it.
        var forged = Enumerable.Range(0, 100).Select(number => Rename(good, $"cosign/prod/7/a{number}"));
        var noise = Enumerable.Repeat(new FetchedTag("x", "y", TagText.Bytes("noise")), 1000);

        Assert.NotNull(Verify(Release("ada", [.. noise, .. Enumerable.Repeat(Cosign("stranger"), 1000), .. forged, good])).Value);
    }

    [Fact]
    public void Cosignature_of_a_stranger_or_of_somebody_who_is_counted_is_not_worth_the_mathematics()
    {
        var checks = 0;

        ReleaseVerifier.VerifySignature(Release("ada").Fetched, [Cosign("stranger"), Cosign("cyd"), Cosign("ada")], Policy, (key, data, signature) =>
        {
            checks++;
            return TagText.Verify(key, data, signature);
        });

        Assert.Equal(1, checks);
    }

    private static FetchedTag Rename(FetchedTag tag, string name)
    {
        var body = TagText.Bytes(System.Text.Encoding.UTF8.GetString(tag.TagBytes.Span).Replace("cosign/prod/7/zoe", name, StringComparison.Ordinal));
        return new FetchedTag("refs/tags/" + name, TagObject.IdOf(body), body);
    }

    [Fact]
    public void Tag_of_somebody_with_another_role_is_rejected_by_name() =>
        Assert.Equal(RejectionReason.SignerRole, TagText.Reason(Verify(Release("cyd", Cosign("ada"), Cosign("ben")))));

    [Fact]
    public void Revoked_key_signs_nothing_whenever_it_did()
    {
        var revoked = Fleet.First with
        {
            Principals = Fleet.With(Fleet.First, ("ada", [Fleet.Key("ada"), Fleet.Key("ada2")])),
            Revoked = [new RevokedKey(Fleet.Key("ada").Key.Fingerprint, null)],
        };

        Assert.Equal(RejectionReason.KeyRevoked, TagText.Reason(
            Verify(Release("ada", Cosign("ben")), new TrustView { Root = Fleet.Enrol(revoked) }.PolicyFor("prod", Fleet.Clock))));
    }

    [Fact]
    public void Epoch_below_the_trust_document_s_is_rejected_by_name()
    {
        var signed = Verify(Release("ada", Cosign("ben")), Policy with { MinEpoch = 2 }).Value!;

        Assert.Equal(RejectionReason.EpochBelowTrust, ReasonOf(ReleaseVerifier.Accept(signed, new Offer().Claims, null, Offer.Now)));
    }

    [Fact]
    public void Key_whose_window_is_over_by_the_time_floor_signs_nothing_new()
    {
        var ends = DateTimeOffset.FromUnixTimeSeconds(1750000000).AddDays(1);
        var first = Fleet.First with { Principals = Fleet.With(Fleet.First, ("ada", [Fleet.Key("ada") with { ValidBefore = ends }])) };
        var view = new TrustView { Root = Fleet.Enrol(first), LastingFloor = ends };

        Assert.IsType<ReleaseVerdict.Accepted>(Judge(view));
        Assert.Equal(RejectionReason.SignerNoLongerValid, ReasonOf(Judge(view with { LastingFloor = ends.AddSeconds(1) })));

        static ReleaseVerdict Judge(TrustView view) => ReleaseVerifier.Accept(
            Verify(Release("ada", Cosign("ben")), view.PolicyFor("prod", Fleet.Clock)).Value!, new Offer().Claims, null, Offer.Now);
    }

    [Fact]
    public void Cosignature_by_a_key_whose_window_is_over_does_not_count_however_it_is_dated()
    {
        var ends = DateTimeOffset.FromUnixTimeSeconds(1750000000).AddDays(1);
        var first = Fleet.First with { Principals = Fleet.With(Fleet.First, ("ben", [Fleet.Key("ben") with { ValidBefore = ends }])) };
        var view = new TrustView { Root = Fleet.Enrol(first), LastingFloor = ends };

        Assert.NotNull(Judge(view).Value);
        Assert.Contains("signer-no-longer-valid", Judge(view with { LastingFloor = ends.AddSeconds(1) }).Rejection!.Detail, StringComparison.Ordinal);

        static Checked<SignedRelease> Judge(TrustView view) => Verify(Release("ada", Cosign("ben")), view.PolicyFor("prod", Fleet.Clock));
    }

    [Fact]
    public void Tag_from_the_future_waits_where_the_clock_is_right()
    {
        var tagged = DateTimeOffset.FromUnixTimeSeconds(1750000000);
        var release = Release("ada", Cosign("ben"));

        Assert.Equal(RejectionReason.SignedInFuture, ReasonOf(Judge(tagged.AddSeconds(-1))));
        Assert.IsType<ReleaseVerdict.Accepted>(Judge(tagged));
        Assert.IsType<ReleaseVerdict.Accepted>(Judge(null));

        ReleaseVerdict Judge(DateTimeOffset? latest) =>
            ReleaseVerifier.Accept(Verify(release, Policy with { Latest = latest }).Value!, new Offer().Claims, null, Offer.Now);
    }

    [Fact]
    public void Tagger_s_time_never_goes_backwards()
    {
        var seven = new Offer().Accepted();
        var eight = new Offer { Counter = 8 };

        Assert.Equal(RejectionReason.TaggedBackwards, ReasonOf(eight.Accept(seven with { TaggedAt = seven.TaggedAt!.Value.AddSeconds(1) })));
        Assert.IsType<ReleaseVerdict.Accepted>(eight.Accept(seven));
        Assert.IsType<ReleaseVerdict.Accepted>(eight.Accept(seven with { TaggedAt = null }));
    }

    [Fact]
    public void Time_of_a_release_counts_no_more_once_the_trust_document_leaves_its_epoch_behind()
    {
        var last = new Offer { Epoch = 0 }.Accepted() with { TaggedAt = Fleet.First.Expires };

        Assert.Equal(RejectionReason.TaggedBackwards, ReasonOf(ReleaseVerifier.Accept(With(minEpoch: 0), new Offer().Claims, last, Offer.Now)));
        Assert.IsType<ReleaseVerdict.Accepted>(ReleaseVerifier.Accept(With(minEpoch: 1), new Offer().Claims, last, Offer.Now));

        SignedRelease With(long minEpoch) => Verify(Release("ada", Cosign("ben")).Following(), Policy with { MinEpoch = minEpoch }).Value!;
    }

    [Theory]
    [InlineData(null, 0, 1000, true)]
    [InlineData(null, 0, 1001, false)]
    [InlineData(5L, 0, 1005, true)]
    [InlineData(5L, 0, 1006, false)]
    [InlineData(5L, 0, 1_000_000_000_000, false)]
    [InlineData(5L, 2000, 3000, true)]
    [InlineData(5000L, 2000, 6001, false)]
    public void Release_keys_cannot_use_the_epochs_up(long? before, long minEpoch, long epoch, bool isAccepted)
    {
        var policy = Policy with { MinEpoch = minEpoch };
        var last = before is { } known ? new Offer().Accepted() with { Epoch = known } : null;
        var signed = Verify(Release("ada", Cosign("ben")).Following(), policy).Value!;

        var verdict = ReleaseVerifier.Accept(signed, new Offer().Claims with { Epoch = epoch }, last, Offer.Now);

        Assert.Equal(isAccepted ? null : RejectionReason.EpochSkipped, (verdict as ReleaseVerdict.Rejected)?.Why.Reason);
    }

    [Fact]
    public void Held_release_waits_and_the_accepted_one_stays()
    {
        var signed = Verify(Release("ada", Cosign("ben")), Policy with { Hold = Hold(new HoldEntry("prod", 1, 7, "smoke")) }).Value!;
        var claims = new Offer().Claims;

        var verdict = Assert.IsType<ReleaseVerdict.Rejected>(ReleaseVerifier.Accept(signed, claims, null, Offer.Now)).Why;
        Assert.Equal((RejectionReason.Held, RejectionKind.Waiting), (verdict.Reason, verdict.Kind));
        Assert.Contains("'smoke'", verdict.Detail, StringComparison.Ordinal);
        var accepted = ((ReleaseVerdict.Accepted)ReleaseVerifier.Accept(Verify(Release("ada", Cosign("ben"))).Value!, claims, null, Offer.Now)).Release.ToAccepted(Offer.Now);
        Assert.IsType<ReleaseVerdict.AlreadyAccepted>(ReleaseVerifier.Accept(signed, claims, accepted, Offer.Now));
    }

    [Fact]
    public void Recalled_release_is_rejected_even_when_it_was_accepted()
    {
        var claims = new Offer().Claims;
        var accepted = ((ReleaseVerdict.Accepted)ReleaseVerifier.Accept(Verify(Release("ada", Cosign("ben"))).Value!, claims, null, Offer.Now)).Release.ToAccepted(Offer.Now);
        var recalled = Policy with { Hold = Hold() with { Recalls = [new RecallEntry("prod", 1, 7, "smoke")] } };
        var signed = Verify(Release("ada", Cosign("ben")), recalled).Value!;

        Assert.Equal(RejectionReason.Recalled, ReasonOf(ReleaseVerifier.Accept(signed, claims, null, Offer.Now)));
        Assert.Equal(RejectionReason.Recalled, ReasonOf(ReleaseVerifier.Accept(signed, claims, accepted, Offer.Now)));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(3L, null, 3L)]
    [InlineData(3L, 2L, 3L)]
    [InlineData(3L, 5L, 5L)]
    [InlineData(null, 5L, 5L)]
    public void Floor_never_falls_within_an_epoch(long? before, long? minCounter, long? after)
    {
        var last = new Offer { Counter = 6 }.Accepted() with { Floor = before };
        var claims = new Offer().Claims with { MinCounter = minCounter };
        var release = Assert.IsType<ReleaseVerdict.Accepted>(ReleaseVerifier.Accept(new Offer().Signed(), claims, last, Offer.Now)).Release;

        Assert.Equal(after, release.ToAccepted(Offer.Now, last).Floor);
        Assert.Equal(minCounter, release.ToAccepted(Offer.Now, last with { Epoch = 0 }).Floor);
    }

    private static HoldDocument Hold(params HoldEntry[] holds) =>
        new() { RepoId = Offer.Repo, Version = 1, Created = Fleet.Start, Holds = holds };

    private sealed record Signatures(FetchedRelease Fetched, FetchedTag[] Cosignatures)
    {
        public Signatures Following() => this with { Fetched = Fetched with { DescendsFromAccepted = true } };
    }
}
