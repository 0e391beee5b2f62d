using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class RealTagTests
{
    [Fact]
    public void Tag_signed_by_git_with_ed25519_is_verified()
    {
        using var git = new GitTags();
        var body = git.Sign("rollout/prod/7", SshKeys.Manager);

        var tag = TagText.Check(body).Value!;

        Assert.Equal(git.Id("rollout/prod/7"), TagObject.IdOf(body));
        Assert.Equal(git.Commit, tag.Tag.Target);
        Assert.Equal("rollout/prod/7", tag.Tag.Name);
        Assert.Equal("Ada Lovelace", tag.Tag.Tagger.Name);
        Assert.Equal("ada@example.org", tag.Principal);
        Assert.Equal(Tool.Run("ssh-keygen", ["-lf", SshKeys.Manager + ".pub"]).Split(' ')[1], tag.KeyFingerprint);
        Assert.Equal(TagText.Hex, LockTrailer.Read(tag).Value!.Lock.Hex);
        Assert.Null(tag.CheckRef("refs/tags/rollout/prod/7"));
    }

    [Theory]
    [InlineData("ecdsa", 256, "sha256")]
    [InlineData("ecdsa", 256, "sha512")]
    [InlineData("ecdsa", 384, "sha256")]
    [InlineData("ecdsa", 384, "sha512")]
    [InlineData("ecdsa", 521, "sha256")]
    [InlineData("ecdsa", 521, "sha512")]
    [InlineData("rsa", 3072, "sha256")]
    [InlineData("rsa", 3072, "sha512")]
    public void Signature_of_every_key_type_and_hash_is_verified(string type, int bits, string hash)
    {
        var key = SshKeys.Path("other", type, bits);
        var signers = TagText.Allow($"ada@example.org {SshKeys.Public(key)}\n");

        var tag = TagVerifier.Verify(TagText.Signed(TagText.Payload, key, "git", "-O", "hashalg=" + hash), signers, TagText.Verify).Value!;

        Assert.Equal("ada@example.org", tag.Principal);
        Assert.Equal(Tool.Run("ssh-keygen", ["-lf", key + ".pub"]).Split(' ')[1], tag.KeyFingerprint);
        Assert.Equal(SshKeys.Public(key).Split(' ')[0], tag.Signature.Signature.KeyType);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Longer_rsa_key_is_verified() => Signature_of_every_key_type_and_hash_is_verified("rsa", 4096, "sha512");

    [Theory]
    [InlineData("ecdsa", 256)]
    [InlineData("ecdsa", 384)]
    [InlineData("ecdsa", 521)]
    [InlineData("rsa", 3072)]
    public void Tag_signed_by_git_with_another_key_type_is_verified(string type, int bits)
    {
        using var git = new GitTags();
        var key = SshKeys.Path("other", type, bits);
        var body = git.Sign("rollout/prod/7", key);

        Assert.Equal("ada@example.org",
            TagVerifier.Verify(body, TagText.Allow($"ada@example.org {SshKeys.Public(key)}\n"), TagText.Verify).Value!.Principal);
        Assert.Equal(RejectionReason.UnknownSigner, TagText.Reason(TagText.Check(body)));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void Weak_rsa_key_is_rejected_by_name_even_when_it_is_listed(int bits)
    {
        var key = SshKeys.Path("weak", "rsa", bits);
        var signers = TagText.Allow($"ada@example.org {SshKeys.Public(key)}\n");

        var outcome = TagVerifier.Verify(TagText.Signed(TagText.Payload, key), signers, TagText.Verify);

        Assert.Equal(RejectionReason.RsaKeySize, TagText.Reason(outcome));
        Assert.Contains($"{bits} bits", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Dsa_key_is_rejected_by_name_where_ssh_keygen_still_makes_one()
    {
        using var folder = new TempDirectory();
        if (Tool.Try("ssh-keygen", ["-q", "-t", "dsa", "-N", "", "-f", folder["dsa"]]).ExitCode != 0)
            return;

        Assert.Equal(RejectionReason.DssKey, TagText.Reason(TagText.Check(TagText.Signed(TagText.Payload, folder["dsa"]))));
    }

    [Fact]
    public void Tag_signed_with_a_certificate_is_rejected_by_name()
    {
        using var folder = new TempDirectory();
        var key = folder["key"];
        File.Copy(SshKeys.Manager, key);
        File.Copy(SshKeys.Manager + ".pub", key + ".pub");
        Tool.Run("chmod", ["600", key]);
        Tool.Run("ssh-keygen", ["-q", "-s", SshKeys.Stranger, "-I", "id", "-n", "ada", key + ".pub"]);

        var body = TagText.Signed(TagText.Payload, key + "-cert.pub");

        Assert.Equal(RejectionReason.CertificateKey, TagText.Reason(TagText.Check(body)));
    }

    [Fact]
    public void Lightweight_tag_is_rejected_by_name()
    {
        using var git = new GitTags();
        git.Git("tag", "rollout/prod/7");

        Assert.Equal(RejectionReason.LightweightTag, TagText.Reason(TagText.Check(git.Raw("rollout/prod/7"))));
    }

    [Fact]
    public void Annotated_tag_without_signature_is_rejected_by_name()
    {
        using var git = new GitTags();
        git.Git("tag", "-a", "-m", TagText.Trailer, "rollout/prod/7");

        Assert.Equal(RejectionReason.UnsignedTag, TagText.Reason(TagText.Check(git.Raw("rollout/prod/7"))));
    }

    [Theory]
    [InlineData("HEAD^{tree}", RejectionReason.TagOfTree)]
    [InlineData("HEAD:fleet.yaml", RejectionReason.TagOfBlob)]
    [InlineData("inner", RejectionReason.TagOfTag)]
    public void Signed_tag_of_another_object_is_rejected_by_name(string target, RejectionReason reason)
    {
        using var git = new GitTags();
        git.Git("tag", "-a", "-m", "inner", "inner");

        Assert.Equal(reason, TagText.Reason(TagText.Check(git.Sign("rollout/prod/7", SshKeys.Manager, target))));
    }

    [Fact]
    public void Tag_of_a_sha256_repository_is_rejected_by_name()
    {
        using var folder = new TempDirectory();
        string Git(params string[] arguments) => Tool.Run("git",
            ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gpg.format=ssh", "-c", "user.signingKey=" + SshKeys.Manager, .. arguments],
            folder.Path);
        Git("init", "-q", "--object-format=sha256");
        Git("commit", "-q", "--allow-empty", "-m", "first");
        Git("tag", "-s", "-m", TagText.Trailer, "rollout/prod/7");

        var body = TagText.Bytes(Git("cat-file", "tag", "rollout/prod/7"));

        Assert.Equal(RejectionReason.Sha256Repository, TagText.Reason(TagText.Check(body)));
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public void Both_hashes_are_verified(string hash)
    {
        var body = TagText.Signed(TagText.Payload, null, "git", "-O", "hashalg=" + hash);

        Assert.NotNull(TagText.Check(body).Value);
        Assert.Equal(hash, SshSignature.Parse(TagObject.Parse(body).Value!.Armour.Span, "git").Value!.HashName);
    }
}
