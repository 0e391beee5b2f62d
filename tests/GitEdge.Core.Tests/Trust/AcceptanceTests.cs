using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust;

/// <summary>The second stage: claims, replay, equivocation, ancestry, time.</summary>
public sealed class AcceptanceTests
{
    private static readonly AcceptedRelease Seven = new Offer().Accepted();

    private static Rejection Rejected(ReleaseVerdict verdict) => Assert.IsType<ReleaseVerdict.Rejected>(verdict).Why;

    private static RejectionReason Reason(ReleaseVerdict verdict) => Rejected(verdict).Reason;

    private static RejectionReason Reason(ReleaseClaims claims) =>
        Reason(ReleaseVerifier.Accept(new Offer().Signed(), claims, null, Offer.Now));

    [Fact]
    public void First_release_is_accepted_with_all_it_says()
    {
        var fetched = new Offer { Descends = null }.Fetched();
        var signed = ReleaseVerifier.VerifySignature(fetched, [], Offer.Policy, TagText.Verify).Value!;

        var release = Assert.IsType<ReleaseVerdict.Accepted>(ReleaseVerifier.Accept(signed, new Offer().Claims, null, Offer.Now)).Release;

        Assert.Equal((Offer.Repo, "prod", 1L, 7L), (release.RepoId, release.Channel, release.Epoch, release.Counter));
        Assert.Equal(("refs/tags/rollout/prod/7", TagText.Target), (release.TagRef, release.Commit));
        Assert.Equal("ada@example.org", release.Principal);
        Assert.Equal(TagText.Signers.Entries[0].Key.Fingerprint, release.KeyFingerprint);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1750000000), release.TaggedAt);
        Assert.Equal(signed.Lock, release.Lock);
        Assert.Same(signed.Files, release.Files);
        Assert.Equal(new Offer().Claims, release.Claims);
        Assert.Equal(new AcceptedRelease
        {
            RepoId = Offer.Repo,
            Channel = "prod",
            Epoch = 1,
            Counter = 7,
            Statement = release.Statement,
            Commit = TagText.Target,
            AcceptedAt = Offer.Now,
            TaggedAt = DateTimeOffset.FromUnixTimeSeconds(1750000000),
        }, release.ToAccepted(Offer.Now));
    }

    [Fact]
    public void Statement_is_a_digest_of_fixed_text()
    {
        var offer = new Offer();
        var expected = "gitedge-release-v1\nrepo 0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11\nchannel prod\ncounter 7\n"
            + $"target {TagText.Target}\nlock {Sha256Digest.Of(TagText.Bytes(offer.LockText)).Hex}\n";

        Assert.Equal(Sha256Digest.Of(TagText.Bytes(expected)), offer.Accepted().Statement);
    }

    [Fact]
    public void Claims_must_be_those_of_the_tag()
    {
        var claims = new Offer().Claims;

        Assert.Equal(RejectionReason.OtherRepository, Reason(claims with { RepoId = Guid.Empty }));
        Assert.Equal(RejectionReason.ManifestChannelMismatch, Reason(claims with { Channel = "beta" }));
        Assert.Equal(RejectionReason.ManifestCounterMismatch, Reason(claims with { Counter = 8 }));
        Assert.Equal(RejectionReason.ManifestCounterMismatch, Reason(claims with { Counter = 6 }));
        Assert.Equal(RejectionReason.MinCounterAboveCounter, Reason(claims with { MinCounter = 8 }));
        Assert.IsType<ReleaseVerdict.Accepted>(ReleaseVerifier.Accept(new Offer().Signed(), claims with { MinCounter = 7 }, null, Offer.Now));
    }

    [Fact]
    public void Details_of_wrong_claims_name_both_sides()
    {
        string Detail(ReleaseClaims claims) => Rejected(ReleaseVerifier.Accept(new Offer().Signed(), claims, null, Offer.Now)).Detail;
        var claims = new Offer().Claims;

        Assert.Contains($"{Guid.Empty}, this device belongs to {Offer.Repo}", Detail(claims with { RepoId = Guid.Empty }), StringComparison.Ordinal);
        Assert.Contains("counter 8, the tag 7", Detail(claims with { Counter = 8 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 1000)]
    [InlineData(2, 1)]
    [InlineData(2, 7)]
    public void Greater_number_that_descends_is_accepted(long epoch, long counter)
    {
        var offer = new Offer { Epoch = epoch, Counter = counter };

        Assert.IsType<ReleaseVerdict.Accepted>(offer.Accept(Seven));
        Assert.Equal(RejectionReason.HistoryRewritten, Reason((offer with { Descends = false }).Accept(Seven)));
        Assert.Equal(RejectionReason.HistoryRewritten, Reason((offer with { Descends = null }).Accept(Seven)));
    }

    [Fact]
    public void Unknown_ancestry_is_told_apart()
    {
        var offer = new Offer { Counter = 8 };

        Assert.Contains("does not descend", Rejected((offer with { Descends = false }).Accept(Seven)).Detail, StringComparison.Ordinal);
        Assert.Contains("not known", Rejected((offer with { Descends = null }).Accept(Seven)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(1, 1)]
    public void Older_number_is_a_replay_or_a_forgotten_bump(long epoch, long counter)
    {
        var offer = new Offer { Epoch = epoch, Counter = counter };

        Assert.Equal(RejectionReason.ReplayedRelease, Reason((offer with { Descends = false }).Accept(Seven)));
        Assert.Equal(RejectionReason.ReplayedRelease, Reason((offer with { Descends = null }).Accept(Seven)));
        Assert.Equal(RejectionReason.CounterNotGreater, Reason((offer with { Descends = true }).Accept(Seven)));
        Assert.Contains($"{epoch}/{counter} (epoch/counter), accepted was 1/7", Rejected(offer.Accept(Seven)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Lower_epoch_is_older_whatever_the_counter()
    {
        var last = (new Offer { Epoch = 2, Counter = 3 }).Accepted();

        Assert.Equal(RejectionReason.ReplayedRelease, Reason(new Offer { Epoch = 1, Counter = 9, Descends = false }.Accept(last)));
        Assert.Equal(RejectionReason.ReplayedRelease, Reason(new Offer { Epoch = 1, Counter = 3, Descends = false }.Accept(last)));
    }

    [Fact]
    public void Same_release_again_is_already_accepted()
    {
        foreach (bool? descends in new bool?[] { true, false, null })
        {
            var verdict = new Offer { Descends = descends, Expires = Offer.Now.AddDays(1) }.Accept(Seven, Offer.Now.AddYears(1));
            Assert.Equal(Seven.Statement, Assert.IsType<ReleaseVerdict.AlreadyAccepted>(verdict).Release.Statement);
        }
    }

    [Fact]
    public void Same_release_signed_by_somebody_else_is_already_accepted()
    {
        var signers = TagText.Allow($"bob@example.org {SshKeys.Public(SshKeys.Stranger)}\n");
        var fetched = new Offer().Fetched();
        var tag = TagObject.Parse(fetched.TagBytes).Value!;
        var body = TagText.Signed(tag.Payload.ToArray(), SshKeys.Stranger);
        fetched = fetched with { TagBytes = body, TagId = TagObject.IdOf(body) };

        var signed = ReleaseVerifier.VerifySignature(fetched, [], Offer.Policy with { Release = RoleKeys.AnyOf(signers) }, TagText.Verify).Value!;

        Assert.IsType<ReleaseVerdict.AlreadyAccepted>(ReleaseVerifier.Accept(signed, new Offer().Claims, Seven, Offer.Now));
    }

    [Fact]
    public void Same_number_with_another_statement_is_an_equivocation()
    {
        Assert.Equal(RejectionReason.Equivocation, Reason(new Offer { Content = "other" }.Accept(Seven)));
        Assert.Equal(RejectionReason.Equivocation, Reason(new Offer { Target = new string('a', 40) }.Accept(Seven)));
        Assert.Equal(RejectionReason.Equivocation, Reason(new Offer { Content = "other", Descends = false }.Accept(Seven)));
        Assert.Contains("ALARM", Rejected(new Offer { Content = "other" }.Accept(Seven)).Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_another_repository_or_channel_is_not_compared()
    {
        Assert.Equal(RejectionReason.ForeignAcceptance, Reason(new Offer { Counter = 8 }.Accept(Seven with { RepoId = Guid.Empty })));
        Assert.Equal(RejectionReason.ForeignAcceptance, Reason(new Offer { Counter = 8 }.Accept(Seven with { Channel = "beta" })));
        Assert.Contains("channel 'beta'; this one of", Rejected(new Offer().Accept(Seven with { Channel = "beta" })).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, RejectionReason.Expired)]
    [InlineData(1, RejectionReason.Expired)]
    public void Expiry_is_exact(int seconds, RejectionReason? reason)
    {
        var verdict = new Offer { Counter = 8, Expires = Offer.Now }.Accept(Seven, Offer.Now.AddSeconds(seconds));

        Assert.Equal(reason, (verdict as ReleaseVerdict.Rejected)?.Why.Reason);
        Assert.Equal(reason is null, verdict is ReleaseVerdict.Accepted);
    }

    [Theory]
    [InlineData(-1, RejectionReason.NotYetStarted)]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Start_is_exact_and_waits(int seconds, RejectionReason? reason)
    {
        var verdict = new Offer { Counter = 8, NotBefore = Offer.Now }.Accept(null, Offer.Now.AddSeconds(seconds));

        Assert.Equal(reason, (verdict as ReleaseVerdict.Rejected)?.Why.Reason);
        Assert.Equal(reason is null, verdict is ReleaseVerdict.Accepted);
        if (reason is not null)
            Assert.Equal(RejectionKind.Waiting, Rejected(verdict).Kind);
    }

    [Fact]
    public void Order_of_the_checks_is_fixed()
    {
        var late = new Offer { Counter = 8, Descends = false, Expires = Offer.Now, NotBefore = Offer.Now.AddDays(1) };

        Assert.Equal(RejectionReason.HistoryRewritten, Reason(late.Accept(Seven)));
        Assert.Equal(RejectionReason.ReplayedRelease, Reason((late with { Counter = 6 }).Accept(Seven)));
        Assert.Equal(RejectionReason.Expired, Reason((late with { Descends = true }).Accept(Seven)));
        Assert.Equal(RejectionReason.OtherRepository,
            Reason(ReleaseVerifier.Accept(late.Signed(), late.Claims with { RepoId = Guid.Empty }, Seven, Offer.Now)));
    }

    /// <summary>Whatever is offered, in whatever order and how often: what is accepted only ever grows.</summary>
    [Fact]
    public void Accepted_releases_form_a_strictly_increasing_chain()
    {
        var signed = new Dictionary<Offer, SignedRelease>();
        var offers =
            from epoch in Gen.Choose(1, 2)
            from counter in Gen.Choose(1, 5)
            from content in Gen.Elements("a", "b")
            from descends in Gen.Elements<bool?>(true, true, false, null)
            from expires in Gen.Elements<DateTimeOffset?>(null, null, Offer.Now)
            select new Offer { Epoch = epoch, Counter = counter, Content = content, Descends = descends, Expires = expires };

        Prop.ForAll(Arb.From(Gen.ListOf(offers)), list =>
        {
            AcceptedRelease? last = null;
            foreach (var offer in list)
            {
                if (!signed.TryGetValue(offer, out var release))
                    signed[offer] = release = offer.Signed();
                last = Follow(ReleaseVerifier.Accept(release, offer.Claims, last, Offer.Now), offer, last);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static AcceptedRelease? Follow(ReleaseVerdict verdict, Offer offer, AcceptedRelease? last)
    {
        switch (verdict)
        {
            case ReleaseVerdict.Accepted accepted:
                Assert.True(last is null || offer.Descends is true);
                Assert.True(last is null || (offer.Epoch, offer.Counter).CompareTo((last.Epoch, last.Counter)) > 0);
                Assert.Null(offer.Expires);
                return accepted.Release.ToAccepted(Offer.Now);
            case ReleaseVerdict.AlreadyAccepted same:
                Assert.Equal(last, same.Release.ToAccepted(Offer.Now));
                return last;
            default:
                Assert.NotEqual(RejectionReason.Unknown, Reason(verdict));
                return last;
        }
    }

    [Fact]
    public void Acceptance_is_persisted_in_a_form_that_stays()
    {
        const string Version1 = """
            {"repoId":"0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11","channel":"prod","epoch":1,"counter":7,
             "statement":"sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
             "commit":"0123456789abcdef0123456789abcdef01234567","acceptedAt":"2025-06-16T00:00:00+00:00"}
            """;
        var expected = Seven with { Statement = Sha256Digest.Parse("sha256:" + TagText.Hex), TaggedAt = null };

        Assert.Equal(expected, JsonSerializer.Deserialize(Version1, TrustJsonContext.Default.AcceptedRelease));
        Assert.Equal(Seven, JsonSerializer.Deserialize(
            JsonSerializer.Serialize(Seven, TrustJsonContext.Default.AcceptedRelease), TrustJsonContext.Default.AcceptedRelease));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", TrustJsonContext.Default.AcceptedRelease));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            Version1.Replace("\"prod\"", "null", StringComparison.Ordinal), TrustJsonContext.Default.AcceptedRelease));
    }
}
