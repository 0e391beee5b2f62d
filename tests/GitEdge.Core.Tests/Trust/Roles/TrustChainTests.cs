using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>Which trust document follows which: tables of keys and thresholds before and after.</summary>
public sealed class TrustChainTests
{
    private static readonly TrustDocument Second = Fleet.After(Fleet.First);

    private static Checked<TrustedRoot> Advance(TrustDocument next, params string[] keys) =>
        TrustChain.Advance(Fleet.Root, Fleet.Sign(next, keys), TagText.Verify);

    [Theory]
    [InlineData("ada ben")]
    [InlineData("cyd ada")]
    [InlineData("ada ben cyd")]
    [InlineData("clock ben ada")]
    public void Next_version_by_the_threshold_is_believed(string keys)
    {
        var root = Advance(Second, keys.Split(' ')).Value!;

        Assert.Equal(2, root.Document.Version);
        Assert.Equal(keys.Split(' ').Where(key => key != "clock").Order(StringComparer.Ordinal), root.Principals);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("ada ada")]
    [InlineData("ada clock")]
    [InlineData("ada stranger")]
    [InlineData("clock stranger")]
    public void Fewer_than_the_threshold_are_rejected_by_name(string keys) =>
        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(Advance(Second, keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void One_person_with_two_keys_counts_once()
    {
        var first = Fleet.First with { Principals = Fleet.With(Fleet.First, ("ada", [Fleet.Key("ada"), Fleet.Key("ada2")])) };
        var next = TrustChain.Advance(Fleet.Enrol(first), Fleet.Sign(Fleet.After(first), "ada", "ada2"), TagText.Verify);

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(next));
        Assert.Contains("signed have 'ada'", next.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Rotated_key_signs_for_both_versions()
    {
        var next = Second with { Principals = Fleet.With(Second, ("ada", [Fleet.Key("ada2")])) };

        // By the old version ada and ben, by the new one ada2 and ben.
        Assert.NotNull(Advance(next, "ada", "ada2", "ben").Value);
        Assert.Equal(RejectionReason.TrustOwnThreshold, TagText.Reason(Advance(next, "ada", "ben")));
        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(Advance(next, "ada2", "ben")));
        Assert.NotNull(Advance(next, "cyd", "ben").Value);
    }

    [Fact]
    public void Everybody_may_be_replaced_when_both_sides_sign()
    {
        var next = Second with
        {
            Principals = Fleet.People("eve", "fay", "clock"),
            Root = new TrustRole(2, ["eve", "fay"]),
            Hold = new TrustRole(1, ["eve"]),
            Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["prod"] = new(1, ["fay"]) },
        };

        Assert.NotNull(Advance(next, "ada", "ben", "eve", "fay").Value);
        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(Advance(next, "eve", "fay")));
        Assert.Equal(RejectionReason.TrustOwnThreshold, TagText.Reason(Advance(next, "ada", "ben", "eve")));
    }

    [Fact]
    public void Raised_threshold_has_to_be_met_at_once()
    {
        var next = Second with { Root = new TrustRole(3, ["ada", "ben", "cyd"]) };

        Assert.Equal(RejectionReason.TrustOwnThreshold, TagText.Reason(Advance(next, "ada", "ben")));
        Assert.NotNull(Advance(next, "ada", "ben", "cyd").Value);
    }

    [Fact]
    public void Lowered_threshold_needs_the_old_one()
    {
        var next = Second with { Root = new TrustRole(1, ["ada"]) };

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(Advance(next, "ada")));
        Assert.NotNull(Advance(next, "ada", "ben").Value);
    }

    [Fact]
    public void Key_that_moves_to_another_role_counts_for_that_alone()
    {
        var second = Second with { Root = new TrustRole(2, ["ben", "cyd"]), Fresh = new TrustRole(1, ["ada"]) };
        var root = Advance(second, "ben", "cyd").Value!;
        var third = TrustChain.Advance(root, Fleet.Sign(Fleet.After(second), "ada", "ben"), TagText.Verify);

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(third));
        Assert.Contains("signer-role", third.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_the_next_version_revokes_does_not_count_for_it()
    {
        var next = Second with
        {
            Revoked = [new RevokedKey(Fleet.Key("ada").Key.Fingerprint, "lost on a train")],
            Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["prod"] = new(1, ["ben"]) },
        };

        Assert.Equal(RejectionReason.TrustOwnThreshold, TagText.Reason(Advance(next, "ada", "ben")));
        var root = Advance(next, "ben", "cyd").Value!;
        var after = TrustChain.Advance(root, Fleet.Sign(Fleet.After(next), "ada", "ben"), TagText.Verify);
        Assert.Contains("key-revoked", after.Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("'lost on a train'", after.Rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_outside_its_window_does_not_count()
    {
        var early = Fleet.Key("ada") with { ValidBefore = Fleet.Start.AddHours(12) };
        var first = Fleet.First with { Principals = Fleet.With(Fleet.First, ("ada", [early])) };

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(
            TrustChain.Advance(Fleet.Enrol(first), Fleet.Sign(Fleet.After(first), "ada", "ben"), TagText.Verify)));
        Assert.NotNull(TrustChain.Advance(
            Fleet.Enrol(first), Fleet.Sign(Fleet.After(first) with { Created = Fleet.Start.AddHours(11) }, "ada", "ben"), TagText.Verify).Value);
    }

    [Theory]
    [InlineData(3, RejectionReason.TrustSkipped)]
    [InlineData(1, RejectionReason.TrustEquivocation)]
    public void Other_versions_are_rejected_by_name(long version, RejectionReason reason) =>
        Assert.Equal(reason, TagText.Reason(Advance(Second with { Version = version }, "ada", "ben")));

    [Fact]
    public void Older_version_is_a_replay()
    {
        var root = Advance(Second, "ada", "ben").Value!;

        Assert.Equal(RejectionReason.TrustReplayed, TagText.Reason(TrustChain.Advance(root, Fleet.Sign(Fleet.First, "ada", "ben"), TagText.Verify)));
    }

    [Fact]
    public void What_may_not_fall_does_not()
    {
        Assert.Equal(RejectionReason.TrustBackdated, TagText.Reason(Advance(Second with { Created = Fleet.Start.AddSeconds(-1) }, "ada", "ben")));
        Assert.Equal(RejectionReason.TrustEpochLowered, TagText.Reason(Advance(Second with { Epoch = 0 }, "ada", "ben")));
        Assert.Equal(2, Advance(Second with { Epoch = 2 }, "ada", "ben").Value!.Document.Epoch);
        Assert.NotNull(Advance(Second with { Created = Fleet.Start }, "ada", "ben").Value);
    }

    [Fact]
    public void Document_of_another_fleet_is_rejected_by_name()
    {
        var foreign = Second with { RepoId = Guid.Parse("11111111-2222-3333-4444-555555555555") };

        Assert.Equal(RejectionReason.TrustOtherRepository, TagText.Reason(Advance(foreign, "ada", "ben")));
        Assert.Equal(RejectionReason.TrustOtherRepository, TagText.Reason(TrustChain.Enrol(TrustWriter.Write(foreign), Offer.Repo)));
    }

    [Fact]
    public void Signature_for_another_purpose_does_not_count()
    {
        var content = TrustWriter.Write(Second);
        var mixed = Fleet.Sign(content, TrustNamespaces.Trust, "ada") with
        {
            Signatures = [.. Fleet.Sign(content, TrustNamespaces.Trust, "ada").Signatures, .. Fleet.Sign(content, TrustNamespaces.Hold, "ben").Signatures],
        };

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(TrustChain.Advance(Fleet.Root, mixed, TagText.Verify)));
    }

    [Fact]
    public void Not_one_changed_byte_is_believed()
    {
        var signed = Fleet.Sign(Second, "ada", "ben");
        for (var i = 0; i < signed.Content.Length; i++)
        {
            var changed = signed.Content.ToArray();
            changed[i] ^= 1;
            Assert.NotNull(TrustChain.Advance(Fleet.Root, signed with { Content = changed }, TagText.Verify).Rejection);
        }
    }

    [Fact]
    public void Signatures_beyond_the_most_are_not_looked_at()
    {
        var content = TrustWriter.Write(Second);
        var good = Fleet.Sign(Second, "ada", "ben").Signatures;
        var noise = Enumerable.Repeat((ReadOnlyMemory<byte>)TagText.Bytes("noise"), SignedFile.MaxSignatures - 1).ToList();

        Assert.Equal(RejectionReason.TrustThreshold, TagText.Reason(TrustChain.Advance(Fleet.Root, new SignedFile("x", content, [.. noise, .. good]), TagText.Verify)));
        Assert.NotNull(TrustChain.Advance(Fleet.Root, new SignedFile("x", content, [.. noise.Skip(1), .. good]), TagText.Verify).Value);
    }

    [Fact]
    public void First_document_of_a_fleet_is_signed_by_its_own_root()
    {
        Assert.Equal(["ada", "cyd"], TrustChain.Found(Fleet.Sign(Fleet.First, "cyd", "ada"), TagText.Verify).Value!.Principals);
        Assert.Equal(RejectionReason.TrustOwnThreshold, TagText.Reason(TrustChain.Found(Fleet.Sign(Fleet.First, "ada"), TagText.Verify)));
        Assert.Equal(RejectionReason.TrustInvalid, TagText.Reason(TrustChain.Found(new SignedFile("x", TagText.Bytes("{}"), []), TagText.Verify)));
    }

    [Fact]
    public void Expiry_is_of_the_last_document_alone()
    {
        Assert.Null(Fleet.Root.CheckTime(Fleet.First.Expires.AddSeconds(-1)));
        Assert.Equal(RejectionReason.TrustExpired, Fleet.Root.CheckTime(Fleet.First.Expires)!.Reason);
        var late = Second with { Created = Fleet.First.Expires.AddYears(1), Expires = Fleet.First.Expires.AddYears(2) };
        Assert.Null(Advance(late, "ada", "ben").Value!.CheckTime(Fleet.First.Expires.AddDays(1)));
    }
}
