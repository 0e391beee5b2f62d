using System.Text;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>The first stage: tag, name, lock, files.</summary>
public sealed class ReleaseSignatureTests
{
    private static readonly FetchedRelease Good = new Offer().Fetched();

    private static Checked<SignedRelease> Verify(FetchedRelease fetched, TrustPolicy? policy = null) =>
        ReleaseVerifier.VerifySignature(fetched, [], policy ?? Offer.Policy, TagText.Verify);

    private static RejectionReason Reason(FetchedRelease fetched) => TagText.Reason(Verify(fetched));

    private static Dictionary<string, ReadOnlyMemory<byte>> With(string path, string? content)
    {
        var files = Good.Files.ToDictionary(StringComparer.Ordinal);
        files.Remove(path);
        if (content is not null)
            files.Add(path, Encoding.UTF8.GetBytes(content));
        return files;
    }

    [Fact]
    public void Right_release_is_signed()
    {
        var signed = Verify(Good).Value!;

        Assert.Equal(new ReleaseRef("prod", 7), signed.Name);
        Assert.Equal("refs/tags/rollout/prod/7", signed.Name.RefName);
        Assert.Equal("ada@example.org", signed.Tag.Principal);
        Assert.Equal(Sha256Digest.Of(Good.Files[LockFile.FileName].Span), signed.Lock);
        Assert.Equal(["fleet.yaml", "golden/vad/input_0.pb", "rollouts/prod.yaml"], signed.Files.Locked.Select(file => file.Path));
        Assert.Equal(["fleet.yaml", "golden/vad/input_0.pb", "rollouts/prod.yaml"], signed.Files.Contents.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("content"u8.ToArray(), signed.Files.Contents["golden/vad/input_0.pb"].ToArray());
    }

    [Fact]
    public void Verified_bytes_do_not_change_with_the_fetched_ones()
    {
        var content = "content"u8.ToArray();
        var signed = Verify(Good with { Files = new Dictionary<string, ReadOnlyMemory<byte>>(With("golden/vad/input_0.pb", null), StringComparer.Ordinal) { ["golden/vad/input_0.pb"] = content } }).Value!;
        content[0] = (byte)'X';

        Assert.Equal("content"u8.ToArray(), signed.Files.Contents["golden/vad/input_0.pb"].ToArray());
    }

    [Fact]
    public void Tag_id_is_checked_first()
    {
        Assert.Equal(RejectionReason.TagIdMismatch, Reason(Good with { TagId = TagText.Target }));
        Assert.Equal(RejectionReason.TagIdMismatch, Reason(Good with { TagId = Good.TagId.ToUpperInvariant() }));
        Assert.Equal(RejectionReason.TagIdMismatch, Reason(Good with { TagId = "" }));
        Assert.Equal(RejectionReason.TagIdMismatch, Reason(Good with { TagBytes = new byte[] { 0 } }));
        Assert.Equal(RejectionReason.Sha256Repository, Reason(Good with { TagId = TagText.Hex }));
        Assert.Equal(RejectionReason.LightweightTag, Reason(Good with { TagId = TagText.Hex, TagBytes = TagText.Bytes("tree x") }));
    }

    [Fact]
    public void Faults_of_the_tag_come_through()
    {
        var body = TagText.Signed(TagText.Payload, SshKeys.Stranger);

        Assert.Equal(RejectionReason.UnknownSigner, Reason(Good with { TagBytes = body, TagId = TagObject.IdOf(body) }));
    }

    [Theory]
    [InlineData("refs/tags/rollout/prod/8")]
    [InlineData("refs/tags/rollout/beta/7")]
    [InlineData("refs/tags/rollout/prod/07")]
    [InlineData("refs/heads/rollout/prod/7")]
    [InlineData("rollout/prod/7")]
    [InlineData("")]
    public void Moved_tag_is_rejected_by_name(string name)
    {
        var outcome = Verify(Good with { RefName = name });

        Assert.Equal(RejectionReason.TagNameMismatch, TagText.Reason(outcome));
        Assert.Contains($"'{name}', the signed tag says 'rollout/prod/7'", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.0")]
    [InlineData("rollout/prod/0")]
    [InlineData("rollout/prod/07")]
    [InlineData("rollout/Prod/7")]
    [InlineData("rollout/prod/x")]
    [InlineData("rollout/prod/7/1")]
    public void Signed_tag_of_another_name_is_no_release(string name)
    {
        var body = TagText.Signed(TagText.Payload.Replace("rollout/prod/7", name, StringComparison.Ordinal));

        Assert.Equal(RejectionReason.RefNameInvalid,
            Reason(Good with { RefName = "refs/tags/" + name, TagBytes = body, TagId = TagObject.IdOf(body) }));
    }

    [Fact]
    public void Release_of_another_channel_is_rejected_by_name()
    {
        var outcome = Verify(Good, Offer.Policy with { Channel = "beta" });

        Assert.Equal(RejectionReason.OtherChannel, TagText.Reason(outcome));
        Assert.Contains("'prod', this device follows 'beta'", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_commit_are_rejected_by_name() =>
        Assert.Equal(RejectionReason.TargetMismatch, Reason(Good with { CommitId = new string('a', 40) }));

    [Fact]
    public void Tag_without_trailer_is_rejected_by_name()
    {
        var body = TagText.Signed(TagText.Headers + "\nRelease\n");

        Assert.Equal(RejectionReason.TrailerMissing, Reason(Good with { TagBytes = body, TagId = TagObject.IdOf(body) }));
    }

    [Fact]
    public void Lock_must_be_the_one_of_the_trailer()
    {
        Assert.Equal(RejectionReason.LockMissing, Reason(Good with { Files = With(LockFile.FileName, null) }));
        Assert.Equal(RejectionReason.LockDigestMismatch, Reason(Good with { Files = With(LockFile.FileName, new Offer { Content = "other" }.LockText) }));
        Assert.Equal(RejectionReason.LockDigestMismatch, Reason(new Offer().Fetched(trailer: TagText.Hex)));
    }

    [Fact]
    public void Lock_in_another_form_is_rejected_even_when_it_is_signed()
    {
        var one = Verify(new Offer().Fetched(lockText: "x\n"));
        var many = Verify(new Offer().Fetched(lockText: "x\ny\nz\n"));

        Assert.Equal(RejectionReason.LockInvalid, TagText.Reason(one));
        Assert.StartsWith("line 1: It does not begin with 64", one.Rejection!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("more", one.Rejection.Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionReason.LockInvalid, TagText.Reason(many));
        Assert.EndsWith("And 2 more.", many.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_rejected_by_name()
    {
        var outcome = Verify(Good with { Files = With("rollouts/prod.yaml", null) });

        Assert.Equal(RejectionReason.FileMissing, TagText.Reason(outcome));
        Assert.Contains("'rollouts/prod.yaml'", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_file_is_rejected_by_name()
    {
        var outcome = Verify(Good with { Files = With("fleet.yaml", "kind: Fleet\n ") });

        Assert.Equal(RejectionReason.FileMismatch, TagText.Reason(outcome));
        Assert.Contains("'fleet.yaml'", outcome.Rejection!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("rollouts", outcome.Rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("devices/extra.yaml")]
    [InlineData("profiles/extra.yaml")]
    [InlineData("rollouts/extra.yaml")]
    [InlineData("golden/extra/input_0.pb")]
    [InlineData("containers/extra.container")]
    public void Manifest_that_is_not_locked_is_rejected_by_name(string path)
    {
        var outcome = Verify(Good with { Files = With(path, "extra") });

        Assert.Equal(RejectionReason.FileNotInLock, TagText.Reason(outcome));
        Assert.Contains($"Not in GITEDGE.lock: '{path}'.", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_neither_asked_for_nor_passed_on()
    {
        var signed = Verify(Good with { Files = With("docs/notes.md", "anything") }).Value!;

        Assert.DoesNotContain("docs/notes.md", signed.Files.Contents.Keys);
        Assert.NotNull(Verify(Good with { Files = With("README.md", "changed") }).Value);
    }

    [Fact]
    public void Locked_files_beyond_the_covered_ones_are_checked_too()
    {
        var offer = new Offer();
        var lockText = $"{Sha256Digest.Of("not locked\n"u8).Hex}  README.md\n" + offer.LockText;

        Assert.Contains("README.md", Verify(offer.Fetched(lockText)).Value!.Files.Contents.Keys);
        var files = new Dictionary<string, string>(offer.Files, StringComparer.Ordinal) { ["README.md"] = "changed" };
        Assert.Equal(RejectionReason.FileMismatch, Reason(offer.Fetched(lockText, files)));
    }

    [Fact]
    public void Tag_is_verified_before_anything_it_names_is_read()
    {
        var tag = ReleaseVerifier.VerifyTag(Good.Tag, Offer.Policy, TagText.Verify).Value!;

        Assert.Equal(Good.CommitId, tag.Commit);
        Assert.Equal(Good.RefName, tag.Name.RefName);
        Assert.Null(ReleaseVerifier.VerifyTag(Good.Tag with { TagBytes = TagText.Bytes("object 1\n") }, Offer.Policy, TagText.Verify).Value);
    }

    [Fact]
    public void Many_names_are_cut_short()
    {
        var files = Good.Files.ToDictionary(StringComparer.Ordinal);
        for (var i = 10; i < 22; i++)
            files.Add($"devices/{i}.yaml", default);

        var detail = Verify(Good with { Files = files }).Rejection!.Detail;

        Assert.Contains("'devices/10.yaml', 'devices/11.yaml'", detail, StringComparison.Ordinal);
        Assert.Contains("'devices/19.yaml' and 2 more.", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_cannot_reach_the_terminal()
    {
        var shown = Untrusted.Show("a\u001b[31m\n\u202e'b" + new string('x', 200));

        Assert.StartsWith("'a\\u001b[31m\\n\\u202e'bxxx", shown, StringComparison.Ordinal);
        Assert.EndsWith("x…'", shown, StringComparison.Ordinal);
        Assert.Equal("'" + new string('y', 80) + "'", Untrusted.Show(new string('y', 80)));
        Assert.Equal("'" + new string('y', 80) + "…'", Untrusted.Show(new string('y', 81)));
        Assert.Equal("'" + new string('z', 80) + "…'", Untrusted.Show(TagText.Bytes(new string('z', 5000))));
    }
}
