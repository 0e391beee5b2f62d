using System.Globalization;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Changes of a document, without Git and without signatures: what they make, and what they refuse.</summary>
public sealed class TrustEditTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.Parse("2027-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(null, 5L)]
    [InlineData(5L, 5L)]
    [InlineData(1004L, 1004L)]
    public void Epoch_rises(long? asked, long epoch) => Assert.Equal(epoch, Of(TrustEdit.RaiseEpoch(Document(), asked)).Epoch);

    [Theory]
    [InlineData(4L, "nothing-to-change")]
    [InlineData(3L, "change-invalid")]
    [InlineData(0L, "change-invalid")]
    [InlineData(-7L, "change-invalid")]
    [InlineData(1005L, "change-invalid")]
    [InlineData(long.MaxValue, "change-invalid")]
    public void Epoch_that_does_not_rise_or_leaps_is_refused(long asked, string code) => Refused(code, TrustEdit.RaiseEpoch(Document(), asked));

    [Fact]
    public void Roles_are_granted_and_withdrawn_and_nothing_else_changes()
    {
        var granted = Of(TrustEdit.Grant(Document(), "carl", [new("release:beta"), new("fresh"), new("root")]));

        Assert.Equal((1, "carl"), (granted.Releases["beta"].Threshold, Assert.Single(granted.Releases["beta"].Principals)));
        Assert.Equal(["anna", "carl"], granted.Fresh!.Principals);
        Assert.Equal(["anna", "ben", "carl"], granted.Root.Principals);
        Assert.Empty(TrustChanges.Between(Document(), Of(TrustEdit.Grant(Document(), "anna", [new("root")]))));

        var withdrawn = Of(TrustEdit.Withdraw(granted, "carl", [new("fresh")]));

        Assert.Equal(["~ fresh: 1 of anna, carl → 1 of anna"], TrustChanges.Between(granted, withdrawn));
        Assert.Equal(granted.Principals.Keys, withdrawn.Principals.Keys);
    }

    [Theory]
    [InlineData("dora", "hold", "unknown-principal")]
    [InlineData("anna", "king", "unknown-role")]
    [InlineData("anna", "release:no channel", "unknown-role")]
    [InlineData("carl", "root", "nothing-to-change")]
    [InlineData("carl", "release:beta", "nothing-to-change")]
    public void Role_that_nobody_has_cannot_be_withdrawn(string principal, string role, string code) =>
        Refused(code, TrustEdit.Withdraw(Document(), principal, [new RoleName(role)]));

    [Theory]
    [InlineData("anna", null, "2027-01-01T00:00:00Z", null)]
    [InlineData("anna", null, "2026-12-31T23:59:59Z", "at 2027-01-01 00:00:00Z the keys of only 1 people would count for 'root', which needs 2")]
    [InlineData("anna", null, "2027-12-30T23:59:58Z", "at 2027-12-30 23:59:59Z the keys of only 1 people would count for 'root', which needs 2")]
    [InlineData("anna", null, "2027-12-31T00:00:00Z", null)]
    [InlineData("anna", "2027-01-01T00:00:00Z", null, null)]
    [InlineData("anna", "2027-01-01T00:00:01Z", null, "at 2027-01-01 00:00:00Z the keys of only 1 people would count for 'root', which needs 2")]
    [InlineData("carl", null, "2027-01-02T00:00:00Z", null)]
    [InlineData("carl", null, "2026-12-31T23:59:59Z", "the keys of only 0 people would count for 'hold', which needs 1")]
    public void Window_that_leaves_too_few_keys_is_refused(string whose, string? from, string? until, string? refusal)
    {
        // Root until the document expires, on the last day of 2027; the others now.
        var document = Document() with { Hold = new TrustRole(1, ["carl"]), Root = new TrustRole(2, ["anna", "ben"]) };
        if (until == "2027-01-01T00:00:00Z")
            document = document with { Root = new TrustRole(1, ["anna", "ben"]) };
        var fingerprint = document.Principals[whose][0].Key.Fingerprint;

        var changed = Of(TrustEdit.SetWindow(document, fingerprint, key => new TrustKey(key.Key, Time(from), Time(until))));
        var found = TrustLockout.Find(document, changed, s_now);

        Assert.Equal(refusal is null ? null : "locks-out", found?.Code);
        Assert.Contains(refusal ?? "", found?.What ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Gap_between_two_keys_of_one_person_is_a_time_at_which_neither_counts()
    {
        var document = Document() with { Root = new TrustRole(1, ["anna"]) };
        var old = document.Principals["anna"][0];
        var next = Key("anna-next");

        Assert.NotNull(TrustLockout.Find(document, With(document, old with { ValidBefore = s_now.AddDays(10) }, next with { ValidAfter = s_now.AddDays(10).AddSeconds(2) }), s_now));
        Assert.Null(TrustLockout.Find(document, With(document, old with { ValidBefore = s_now.AddDays(10) }, next with { ValidAfter = s_now.AddDays(10).AddSeconds(1) }), s_now));

        static TrustDocument With(TrustDocument document, params TrustKey[] keys) => document with
        {
            Principals = new Dictionary<string, IReadOnlyList<TrustKey>>(document.Principals, StringComparer.Ordinal) { ["anna"] = keys },
        };
    }

    [Fact]
    public void What_was_lost_before_does_not_forbid_a_change_that_makes_nothing_worse()
    {
        var before = Of(TrustEdit.SetWindow(Document(), Document().Principals["carl"][0].Key.Fingerprint, key => key with { ValidBefore = s_now.AddDays(-1) }))
            with { Hold = new TrustRole(1, ["carl"]) };

        Assert.Null(TrustLockout.Find(before, Of(TrustEdit.RaiseEpoch(before, null)), s_now));
    }

    [Fact]
    public void Window_of_a_key_that_nobody_has_is_refused() =>
        Refused("key-ambiguous", TrustEdit.SetWindow(Document(), "SHA256:nobody", key => key));

    [Fact]
    public void Key_in_the_place_of_another_counts_for_the_same_time()
    {
        var old = Document().Principals["carl"][0] with { ValidAfter = s_now, ValidBefore = s_now.AddDays(90) };
        var document = Of(TrustEdit.SetWindow(Document(), old.Key.Fingerprint, _ => old));

        var rotated = Of(TrustEdit.Rotate(document, "carl", Key("carl-new").Key, null, s_now)).Principals["carl"];

        Assert.Equal((Key("carl-new").Key.Fingerprint, old.ValidAfter, old.ValidBefore), (Assert.Single(rotated).Key.Fingerprint, rotated[0].ValidAfter, rotated[0].ValidBefore));
    }

    [Fact]
    public void Key_in_the_place_of_one_whose_window_is_over_would_never_count()
    {
        var old = Document().Principals["carl"][0] with { ValidBefore = s_now.AddSeconds(-1) };
        var document = Of(TrustEdit.SetWindow(Document(), old.Key.Fingerprint, _ => old));

        var refusal = Refused("change-invalid", TrustEdit.Rotate(document, "carl", Key("carl-new").Key, null, s_now));

        Assert.Contains("gitedge keys window", refusal.Cure, StringComparison.Ordinal);
        Assert.Contains("gitedge keys add", refusal.Cure, StringComparison.Ordinal);
        Of(TrustEdit.Rotate(document, "carl", Key("carl-new").Key, null, s_now.AddSeconds(-1)));
    }

    [Fact]
    public void Key_that_the_person_has_already_keeps_its_own_window()
    {
        var old = Document().Principals["carl"][0] with { ValidBefore = s_now.AddSeconds(-1) };
        var next = Key("carl-next") with { ValidAfter = s_now.AddDays(-3), ValidBefore = s_now.AddDays(90) };
        var document = Of(TrustEdit.Add(Of(TrustEdit.SetWindow(Document(), old.Key.Fingerprint, _ => old)), "carl", next, []));

        var rotated = Of(TrustEdit.Rotate(document, "carl", next.Key, old.Key.Fingerprint, s_now)).Principals["carl"];

        Assert.Equal((next.Key.Fingerprint, next.ValidAfter, next.ValidBefore), (Assert.Single(rotated).Key.Fingerprint, rotated[0].ValidAfter, rotated[0].ValidBefore));
    }

    [Fact]
    public void Key_that_is_revoked_is_not_given_to_anybody()
    {
        var document = Document() with { Revoked = [new RevokedKey(Key("stolen").Key.Fingerprint, "stolen")] };

        Refused("change-invalid", TrustEdit.Add(document, "ben", Key("stolen"), []));
        Refused("change-invalid", TrustEdit.Rotate(document, "ben", Key("stolen").Key, null, s_now));
    }

    [Fact]
    public void Revoked_key_that_nobody_has_is_told_from_one_that_somebody_had()
    {
        var known = Document().Principals["carl"][0].Key.Fingerprint;
        var unknown = Key("mistyped").Key.Fingerprint;

        Assert.Contains($"! revoked: {known} (lost)", TrustChanges.Between(Document(), Of(TrustEdit.Revoke(Document(), known, "lost"))));
        Assert.Equal([$"! revoked: {unknown} (lost), which is nobody's key here"], TrustChanges.Between(Document(), Of(TrustEdit.Revoke(Document(), unknown, "lost"))));
    }

    [Fact]
    public void Role_channel_and_revocation_that_are_dropped_are_shown()
    {
        var before = Document() with { Revoked = [new RevokedKey(Key("stolen").Key.Fingerprint, "stolen")] };
        before = Of(TrustEdit.Grant(before, "carl", [new("release:beta")]));

        var lines = TrustChanges.Between(before, before with { Fresh = null, Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal), Revoked = [] });

        Assert.Contains("- release:beta: 1 of carl", lines);
        Assert.Contains("- fresh: 1 of anna", lines);
        Assert.Contains($"- revoked: {Key("stolen").Key.Fingerprint} (stolen): it may count again", lines);
    }

    [Fact]
    public void Changed_window_is_shown_with_its_times()
    {
        var document = Document();
        var key = document.Principals["carl"][0];

        var lines = TrustChanges.Between(document, Of(TrustEdit.SetWindow(document, key.Key.Fingerprint, known => known with { ValidAfter = s_now, ValidBefore = s_now.AddDays(1) })));

        Assert.Equal([$"- key of carl: {key.Key.Fingerprint} (ssh-ed25519)", $"+ key of carl: {key.Key.Fingerprint} (ssh-ed25519), from 2027-01-01 00:00:00Z, until 2027-01-02 00:00:00Z"], lines);
    }

    private static Refusal Refused(string code, Attempt<TrustDocument> attempt)
    {
        Assert.False(attempt.Try(out _, out var refusal));
        Assert.Equal(code, refusal!.Code);
        return refusal;
    }

    private static TrustDocument Of(Attempt<TrustDocument> attempt)
    {
        Assert.True(attempt.Try(out var document, out var refusal), refusal?.ToString());
        return document!;
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TrustDocument Document() => new()
    {
        RepoId = Guid.Parse("6f1c8a4e-92d3-4b0a-8f57-1f6f0f6f2a10"),
        Version = 3,
        Created = s_now.AddDays(-30),
        Expires = DateTimeOffset.Parse("2027-12-31T00:00:00Z", CultureInfo.InvariantCulture),
        Epoch = 4,
        Principals = new[] { "anna", "ben", "carl" }.ToDictionary(name => name, name => (IReadOnlyList<TrustKey>)[Key(name)], StringComparer.Ordinal),
        Root = new TrustRole(2, ["anna", "ben"]),
        Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["prod"] = new TrustRole(2, ["anna", "ben"]) },
        Hold = new TrustRole(1, ["anna", "ben", "carl"]),
        Fresh = new TrustRole(1, ["anna"]),
    };

    /// <summary>A key by name: the digest of the name, which is a point or not; nothing is signed here.</summary>
    private static TrustKey Key(string name)
    {
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))];
        return new TrustKey(SshPublicKey.Parse("ssh-ed25519", Convert.ToBase64String(blob), out var fault) ?? throw new InvalidOperationException(fault));
    }
}
