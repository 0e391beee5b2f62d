using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>Who may release to a device, by the trust documents of its fleet.</summary>
public sealed class TrustedReleaseTests : IDisposable
{
    private readonly TrustRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Release_by_somebody_the_document_names_is_accepted_and_nothing_is_found()
    {
        _rig.Fleet.Release([1]);

        var offer = _rig.Poll();

        Assert.Equal(1, offer.Release!.Counter);
        Assert.Empty(offer.Distrusted);
        Assert.True(File.Exists(_rig.StateFile("trust.0")));
    }

    [Fact]
    public void Second_person_who_signs_later_is_what_the_release_waited_for()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);

        var alone = rig.Poll();
        rig.Meta.Cosign(1, "ada");
        var together = rig.Poll();

        Assert.Null(alone.Release);
        Assert.Contains(alone.Distrusted, fault => fault is { Reason: "threshold-not-met", Kind: FaultKind.Waiting });
        Assert.Equal(1, together.Release?.Counter);
        Assert.Equal(["ada", "rm"], together.Release!.Principals);
    }

    [Fact]
    public void Same_person_twice_and_a_stranger_do_not_make_two()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "rm");
        rig.Meta.KeyOf("eve");
        rig.Meta.Cosign(1, "eve");

        Assert.Equal("threshold-not-met", Assert.Single(rig.Poll().Distrusted).Reason);
    }

    [Fact]
    public void Flood_of_tags_that_are_no_cosignatures_does_not_hide_the_one_that_is()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);
        rig.Fleet.Repository.Git("tag", "-a", "-m", "junk", "cosign/stable/1/a");
        rig.Fleet.Repository.GitWithInput(
            System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(number => $"create refs/tags/cosign/stable/1/a{number} refs/tags/cosign/stable/1/a\n"))),
            "update-ref", "--stdin");
        rig.Meta.Cosign(1, "bob");

        Assert.Equal(["bob", "rm"], rig.Poll().Release!.Principals);
    }

    [Fact]
    public void Flood_of_releases_that_one_of_two_signed_does_not_hide_the_one_that_both_did()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "bob");
        rig.Meta.Flood(1, "rm", from: 1000, LookPass.MaxJudged + 10);

        var offer = rig.Poll();

        Assert.Equal(1, offer.Release!.Counter);
        Assert.DoesNotContain(offer.Distrusted, fault => fault.Reason == ReleaseReason.TooManyTags);
        Assert.InRange(offer.Distrusted.Count(fault => fault.Reason == "threshold-not-met"), 1, LookPass.MaxJudged);
    }

    [Fact]
    public void Release_that_got_its_second_signature_stays_accepted_when_that_is_deleted()
    {
        using var rig = new TrustRig(releaseThreshold: 2);
        rig.Fleet.Release([1]);
        rig.Meta.Cosign(1, "ada");
        Assert.Equal(1, rig.Poll().Release?.Counter);
        rig.Fleet.Repository.Git("tag", "-d", "cosign/stable/1/ada");

        var offer = rig.Poll();

        Assert.Equal(1, offer.Release?.Counter);
        Assert.Empty(offer.Distrusted);
    }

    [Fact]
    public void Device_that_slept_walks_every_version_to_the_keys_of_today()
    {
        _rig.Install(1);
        var eve = _rig.Meta.KeyOf("eve");
        for (var step = 0; step < 5; step++)
            _rig.Meta.Renew(document => document);
        _rig.Meta.Renew(document => document with
        {
            Principals = new Dictionary<string, IReadOnlyList<TrustKey>>(document.Principals) { ["eve"] = [new TrustKey(eve)] },
            Releases = new Dictionary<string, TrustRole> { ["stable"] = new(1, ["eve"]) },
        });
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);

        var byOld = _rig.Poll();
        _rig.Fleet.Counter = 2;
        _rig.Fleet.Repository.Git("config", "user.signingkey", _rig.Meta.PrivateKey("eve"));
        _rig.Fleet.Release([3]);
        var byNew = _rig.Poll();

        Assert.Equal(1, byOld.Release?.Counter);
        Assert.Contains(byOld.Distrusted, fault => fault.Reason == "signer-role");
        Assert.Equal((3L, 7L), (byNew.Release?.Counter, _rig.Agent.Releases.Keeper!.View!.Root.Document.Version));
    }

    [Fact]
    public void Revoked_key_releases_nothing_and_takes_nothing_back()
    {
        _rig.Install(1);
        _rig.Meta.Renew(document => document with { Revoked = [new RevokedKey(_rig.Meta.KeyOf("rm").Fingerprint, "stolen")] });
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);

        var offer = _rig.Poll();
        _rig.Restart();
        var again = _rig.Poll();

        Assert.All([offer, again], one => Assert.Equal(1, one.Release?.Counter));
        Assert.Contains(offer.Distrusted, fault => fault.Reason == "key-revoked");
        Assert.Null(again.Paused);
    }

    [Fact]
    public void Step_that_too_few_signed_is_refused_and_told()
    {
        _rig.Install(1);
        _rig.Meta.Renew(document => document, "ada");
        _rig.Meta.Push();

        Assert.Contains(_rig.Poll().Distrusted, fault => fault.Reason == "trust-threshold");
        Assert.Equal(1, _rig.Agent.Releases.Keeper!.View!.Root.Document.Version);
    }

    [Fact]
    public void Expired_document_takes_nothing_new_and_keeps_what_there_is()
    {
        _rig.Install(1);
        _rig.Meta.Renew(document => document with { Expires = _rig.Time.Now.AddHours(1) });
        _rig.Meta.Push();
        Assert.DoesNotContain(_rig.Poll().Distrusted, fault => fault.Reason == "trust-expired");
        _rig.Fleet.Release([2]);
        _rig.Time.Now = _rig.Time.Now.AddHours(2);

        var expired = _rig.Poll();
        _rig.Meta.Renew(document => document with { Expires = _rig.Time.Now.AddYears(1) });
        _rig.Meta.Push();
        var renewed = _rig.Poll();

        Assert.Equal(1, expired.Release?.Counter);
        Assert.Contains(expired.Distrusted, fault => fault.Reason == "trust-expired");
        Assert.Equal(2, renewed.Release?.Counter);
    }

    [Fact]
    public void Expiry_is_noticed_when_nothing_but_time_has_changed()
    {
        _rig.Manifest = _rig.Manifest with { Freshness = Core.Manifests.FreshnessRule.Ignore };
        _rig.Meta.Renew(document => document with { Expires = _rig.Time.Now.AddHours(1) });
        _rig.Meta.Push();
        _rig.Install(1);
        Assert.Empty(_rig.Poll().Distrusted);

        _rig.Time.Now = _rig.Time.Now.AddHours(2);
        var expired = _rig.Poll();
        _rig.Time.Now = _rig.Time.Now.AddHours(-2);
        var back = _rig.Poll();

        Assert.Equal("trust-expired", Assert.Single(expired.Distrusted).Reason);
        Assert.Empty(back.Distrusted);
    }

    [Fact]
    public void Channel_that_nobody_may_release_to_takes_nothing()
    {
        _rig.Fleet.Release([1]);
        _rig.Meta.Renew(document => document with { Releases = new Dictionary<string, TrustRole> { ["other"] = new(1, ["rm"]) } });
        _rig.Meta.Push();

        var offer = _rig.Poll();

        Assert.Null(offer.Release);
        Assert.Contains(offer.Distrusted, fault => fault.Reason == ReleaseReason.NobodyReleases);
    }

    [Fact]
    public void Branch_that_holds_a_link_is_told_and_believed_for_the_rest()
    {
        _rig.Meta.Put(TrustFiles.HoldPath, "120000", "fresh.json"u8.ToArray());
        _rig.Meta.Push();
        _rig.Fleet.Release([1]);

        var offer = _rig.Poll();

        Assert.Equal(1, offer.Release?.Counter);
        Assert.Contains(offer.Distrusted, fault => fault.Reason == ReleaseReason.MetaInvalid && fault.Message.Contains(TrustFiles.HoldPath, StringComparison.Ordinal));
    }

    [Fact]
    public void Poll_with_nothing_new_writes_nothing()
    {
        _rig.Meta.Fresh(_rig.Time.Now, head: 1);
        _rig.Meta.Push();
        _rig.Install(1);
        _rig.Poll();
        var before = Snapshot();

        Assert.Empty(_rig.Poll().Distrusted);

        Assert.Equal(before, Snapshot());
    }

    private List<(string, DateTime, long)> Snapshot() => [.. new DirectoryInfo(_rig.Manifest.Root).EnumerateFiles("*", SearchOption.AllDirectories)
        .OrderBy(file => file.FullName, StringComparer.Ordinal).Select(file => (file.FullName, file.LastWriteTimeUtc, file.Length))];
}
