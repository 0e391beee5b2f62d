using System.Security.Cryptography;
using System.Text;
using GitEdge.Core.Trust;
using Xunit.Abstractions;

namespace GitEdge.Core.Tests.Trust;

/// <summary>
/// Second forms of good signatures, which git with its ssh-keygen calls good (the output says which of them this version does;
/// Git 2.39 with OpenSSH 9.2 takes all but the last) and we refuse by name. Only our answer is asserted, and that git takes the
/// plain form.
/// </summary>
public sealed class OpenSshDisagreesTests(ITestOutputHelper output)
{
    private const string Ecdsa = "ecdsa-sha2-nistp256";

    private static readonly byte[] Headers = TagText.Bytes(CommitText.Headers);
    private static readonly byte[] Message = TagText.Bytes(CommitText.Message);

    /// <summary>A tag whose target is there, so that git looks at the signature alone.</summary>
    private static byte[] Payload(GitTags git) => TagText.Bytes(TagText.Payload.Replace(TagText.Target, git.Commit, StringComparison.Ordinal));

    private static byte[] Wire(string type, byte[] r, byte[] s) => SshSignatureTests.Wire(type, new SshWireWriter().String(r).String(s).ToArray());

    private static (byte[] R, byte[] S) Numbers(byte[] signature)
    {
        var reader = new SshWireReader(signature);
        Assert.True(reader.TryReadName(out _));
        Assert.True(reader.TryReadString(out var inner));
        var numbers = new SshWireReader(inner);
        Assert.True(numbers.TryReadString(out var r));
        Assert.True(numbers.TryReadString(out var s));
        return (r.ToArray(), s.ToArray());
    }

    [Fact]
    public void Every_kind_of_key_is_good_to_both_in_its_plain_form()
    {
        using var git = new GitTags();
        foreach (var key in TestKey.All)
        {
            byte[] tag = [.. Payload(git), .. key.Sign(Payload(git))];
            var commit = CommitText.Signed(Headers, Message, payload => key.Sign(payload));

            Assert.True(git.IsGood(tag, signers: key.SignersText), key.Type);
            Assert.NotNull(TagVerifier.Verify(tag, key.Signers, TagText.Verify).Value);
            Assert.True(git.IsGoodCommit(commit, key.SignersText), key.Type);
            Assert.NotNull(CommitVerifier.Verify(commit, key.Signers, TagText.Verify).Value);
        }
    }

    [Fact]
    public void Filled_reserved_field_is_refused()
    {
        var key = TestKey.Ed25519;

        Refused(RejectionReason.SignatureReservedUsed, key, payload =>
            SshSignatureTests.Blob(key.Blob, key.SignRaw(TestKey.SignedBytes(payload)), reserved: "anything"));
    }

    [Fact]
    public void Version_zero_is_refused()
    {
        var key = TestKey.Ed25519;

        Refused(RejectionReason.SignatureVersionUnsupported, key, payload =>
            SshSignatureTests.Blob(key.Blob, key.SignRaw(TestKey.SignedBytes(payload)), version: 0));
    }

    [Fact]
    public void Ecdsa_number_with_a_leading_zero_is_refused()
    {
        var key = TestKey.EcdsaP256;

        Refused(RejectionReason.SignatureBlobInvalid, key, payload =>
        {
            var (r, s) = Numbers(key.SignRaw(TestKey.SignedBytes(payload)));
            return SshSignatureTests.Blob(key.Blob, Wire(Ecdsa, [0, 0, .. r], s));
        });
    }

    [Fact]
    public void Rsa_exponent_with_a_leading_zero_is_refused_though_the_list_has_the_key()
    {
        var key = TestKey.Rsa512;
        var reader = new SshWireReader(key.Blob);
        Assert.True(reader.TryReadName(out _));
        Assert.True(reader.TryReadString(out var e));
        Assert.True(reader.TryReadString(out var n));
        var other = new SshWireWriter().String("ssh-rsa").String([0, .. e]).String(n).ToArray();

        Refused(RejectionReason.SigningKeyInvalid, key, payload =>
            SshSignatureTests.Blob(other, key.SignRaw(TestKey.SignedBytes(payload))));
    }

    [Fact]
    public void Rsa_signature_without_its_leading_zeros_is_refused()
    {
        var key = TestKey.Rsa512;
        using var git = new GitTags();
        // One signature in 256 begins with a zero.
        for (var i = 0; ; i++)
        {
            byte[] payload = [.. Payload(git), .. TagText.Bytes($"{i}\n")];
            var bytes = key.SignRaw(TestKey.SignedBytes(payload))[^384..];
            if (bytes[0] != 0)
                continue;
            Refused(git, RejectionReason.SignatureBlobInvalid, key, payload,
                SshSignatureTests.Blob(key.Blob, SshSignatureTests.Wire("rsa-sha2-512", bytes[1..])));
            return;
        }
    }

    [Fact]
    public void Rsa_key_of_2048_bits_is_refused()
    {
        var key = TestKey.MakeRsa(2048, "rsa-sha2-512", HashAlgorithmName.SHA512);

        Refused(RejectionReason.RsaKeySize, key, payload => key.SignBlob(payload));
    }

    [Fact]
    public void Token_that_was_not_touched_is_refused()
    {
        foreach (var token in new[] { TestKey.Ed25519Token, TestKey.EcdsaToken })
        {
            var key = TestKey.Token(token, flags: 0);
            Refused(RejectionReason.TouchMissing, key, payload => key.SignBlob(payload));
        }
    }

    [Fact]
    public void Token_of_a_web_site_is_refused_and_may_not_be_listed()
    {
        var key = TestKey.Token(TestKey.Ed25519Token, flags: 1, application: "https://example.org");
        using var git = new GitTags();
        byte[] body = [.. Payload(git), .. key.Sign(Payload(git))];

        output.WriteLine($"git takes it: {git.IsGood(body, signers: key.SignersText)}");
        Assert.Equal(RejectionReason.SigningKeyInvalid, TagText.Reason(TagText.Check(body)));
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(key.SignersText), allowPatterns: false, out _, out _));
    }

    [Theory]
    [InlineData("gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n x\n", RejectionReason.CommitHeaderInvalid)]
    [InlineData("gpgsig-note this was never signed\n", RejectionReason.CommitHeaderInvalid)]
    [InlineData("gpgsig\n", RejectionReason.CommitHeaderInvalid)]
    public void Header_added_to_a_signed_commit_is_refused(string header, RejectionReason reason)
    {
        using var git = new GitTags();
        foreach (var before in new[] { "gpgsig -----BEGIN", "\n\nChange" })
        {
            var text = Encoding.Latin1.GetString(CommitText.Good);
            var at = text.IndexOf(before, StringComparison.Ordinal) + (before[0] == '\n' ? 1 : 0);
            var body = Encoding.Latin1.GetBytes(text[..at] + header + text[at..]);

            output.WriteLine($"git takes it: {git.IsGoodCommit(body)}");
            Assert.Equal(reason, TagText.Reason(CommitText.Check(body)));
        }
    }

    [Fact]
    public void Text_behind_the_armour_of_a_commit_is_refused()
    {
        using var git = new GitTags();
        var text = Encoding.Latin1.GetString(CommitText.Good);
        var body = Encoding.Latin1.GetBytes(text.Replace(" -----END SSH SIGNATURE-----\n", " -----END SSH SIGNATURE-----\n never signed\n", StringComparison.Ordinal));

        output.WriteLine($"git takes it: {git.IsGoodCommit(body)}");
        Assert.Equal(RejectionReason.BytesAfterSignature, TagText.Reason(CommitText.Check(body)));
    }

    [Fact]
    public void Signature_that_stands_elsewhere_in_a_commit_is_refused()
    {
        using var git = new GitTags();
        var text = Encoding.Latin1.GetString(CommitText.Good);
        var start = text.IndexOf("gpgsig ", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        var body = Encoding.Latin1.GetBytes(text[..CommitText.Tree.Length] + text[start..end] + text[CommitText.Tree.Length..start] + text[end..]);

        output.WriteLine($"git takes it: {git.IsGoodCommit(body)}");
        Assert.Equal(RejectionReason.CommitHeaderInvalid, TagText.Reason(CommitText.Check(body)));
    }

    [Theory]
    [InlineData("x-note signed, but unknown\n")]
    [InlineData("mergetag object 0123456789abcdef0123456789abcdef01234567\n type commit\n")]
    public void Unknown_header_of_a_commit_is_refused_even_when_signed(string header)
    {
        using var git = new GitTags();
        var body = CommitText.Signed(CommitText.Headers + header);

        output.WriteLine($"git takes it: {git.IsGoodCommit(body)}");
        Assert.Equal(RejectionReason.CommitHeaderInvalid, TagText.Reason(CommitText.Check(body)));
    }

    [Fact]
    public void Certificate_of_a_listed_authority_is_refused()
    {
        using var folder = new TempDirectory();
        using var git = new GitTags();
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder["key"]]);
        Tool.Run("ssh-keygen", ["-q", "-s", SshKeys.Manager, "-I", "id", "-n", "ada@example.org", folder["key.pub"]]);
        byte[] body = [.. Payload(git), .. SshKeys.Sign(folder["key-cert.pub"], Payload(git))];
        var authority = $"ada@example.org cert-authority {SshKeys.Public(SshKeys.Manager)}\n";

        output.WriteLine($"git takes it: {git.IsGood(body, signers: authority)}");
        Assert.Equal(RejectionReason.CertificateKey, TagText.Reason(TagText.Check(body)));
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(authority), allowPatterns: false, out _, out _));
    }

    [Fact]
    public void Option_verify_required_is_refused_by_both()
    {
        using var git = new GitTags();
        var text = $"ada@example.org verify-required {SshKeys.Public(SshKeys.Manager)}\n";
        byte[] body = [.. Payload(git), .. SshKeys.Sign(SshKeys.Manager, Payload(git))];

        output.WriteLine($"git takes it: {git.IsGood(body, signers: text)}");
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(text), allowPatterns: false, out _, out _));
    }

    private void Refused(RejectionReason reason, TestKey key, Func<byte[], byte[]> blob)
    {
        using var git = new GitTags();
        Refused(git, reason, key, Payload(git), blob(Payload(git)));
    }

    private void Refused(GitTags git, RejectionReason reason, TestKey key, byte[] payload, byte[] blob)
    {
        byte[] body = [.. payload, .. TagText.Bytes(TagText.Armour(blob))];

        output.WriteLine($"git takes it: {git.IsGood(body, signers: key.SignersText)}");
        Assert.Equal(reason, TagText.Reason(TagVerifier.Verify(body, key.Signers, TagText.Verify)));
    }
}
