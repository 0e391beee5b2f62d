using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class KeyTypeTests
{
    [Theory]
    [InlineData("ssh-ed25519-cert-v01@openssh.com", RejectionReason.CertificateKey)]
    [InlineData("sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", RejectionReason.CertificateKey)]
    [InlineData("ssh-rsa", RejectionReason.RsaSha1Signature)]
    [InlineData("ssh-rsa-cert-v00@openssh.com", RejectionReason.CertificateKey)]
    [InlineData("sk-ssh-ed25519-cert-v01@openssh.com", RejectionReason.CertificateKey)]
    [InlineData("webauthn-sk-ecdsa-sha2-nistp256@openssh.com", RejectionReason.WebauthnKey)]
    [InlineData("ssh-dss", RejectionReason.DssKey)]
    [InlineData("x509v3-ssh-rsa", RejectionReason.X509Signature)]
    [InlineData("x509v3-ecdsa-sha2-nistp256", RejectionReason.X509Signature)]
    [InlineData("pgp-sign-rsa", RejectionReason.OpenPgpSignature)]
    [InlineData("ssh-ed448", RejectionReason.UnknownKeyType)]
    [InlineData("ssh-ed25519 ", RejectionReason.SignatureBlobInvalid)]
    [InlineData("SSH-ED25519", RejectionReason.UnknownKeyType)]
    [InlineData("rsa-sha2-512", RejectionReason.UnknownKeyType)]
    public void Key_type_that_is_not_verified_is_rejected_by_name(string type, RejectionReason reason)
    {
        var blob = SshSignatureTests.Blob(key: SshSignatureTests.Wire(type, new byte[32]), signature: SshSignatureTests.Wire(type, new byte[64]));

        var outcome = TagVerifier.Verify(TagText.Forged(blob), TagText.Signers, (_, _, _) => true);

        Assert.Equal(reason, TagText.Reason(outcome));
    }

    public static TheoryData<string> Types => [.. TestKey.All.Select(key => key.Type).Distinct()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Key_that_is_listed_under_another_type_than_it_says_itself_is_refused(string type)
    {
        var key = TestKey.All.First(one => one.Type == type);
        byte[] Named(string name) => [.. new SshWireWriter().String(name).ToArray(), .. key.Blob[(4 + type.Length)..]];

        Assert.NotNull(SshPublicKey.Parse(type, Convert.ToBase64String(Named(type)), out _));
        Assert.Null(SshPublicKey.Parse(type, Convert.ToBase64String(Named("ssh-other")), out var fault));
        Assert.Contains(type, fault, StringComparison.Ordinal);
        Assert.Null(SshPublicKey.Parse(type, "", out _));
    }

    [Fact]
    public void Webauthn_signature_of_a_hardware_key_is_rejected_by_name()
    {
        var blob = SshSignatureTests.Blob(
            key: SshSignatureTests.Wire("sk-ecdsa-sha2-nistp256@openssh.com", new byte[65]),
            signature: SshSignatureTests.Wire("webauthn-sk-ecdsa-sha2-nistp256@openssh.com", new byte[64]));

        var outcome = TagVerifier.Verify(TagText.Forged(blob), TagText.Signers, (_, _, _) => true);

        Assert.Equal(RejectionReason.WebauthnKey, TagText.Reason(outcome));
        Assert.Contains("webauthn-sk-ecdsa", outcome.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, 64, "ssh-ed25519", RejectionReason.SigningKeyInvalid)]
    [InlineData(33, 64, "ssh-ed25519", RejectionReason.SigningKeyInvalid)]
    [InlineData(0, 64, "ssh-ed25519", RejectionReason.SigningKeyInvalid)]
    [InlineData(32, 63, "ssh-ed25519", RejectionReason.SignatureBlobInvalid)]
    [InlineData(32, 65, "ssh-ed25519", RejectionReason.SignatureBlobInvalid)]
    [InlineData(32, 64, "ssh-rsa", RejectionReason.SignatureBlobInvalid)]
    [InlineData(32, 64, "ssh-ed25519", RejectionReason.UnknownSigner)]
    public void Ed25519_of_another_shape_is_rejected_before_the_mathematics(int key, int signature, string type, RejectionReason reason)
    {
        var blob = SshSignatureTests.Blob(
            key: SshSignatureTests.Wire("ssh-ed25519", new byte[key]), signature: SshSignatureTests.Wire(type, new byte[signature]));

        var outcome = TagVerifier.Verify(TagText.Forged(blob), TagText.Signers, (_, _, _) => true);

        Assert.Equal(reason, TagText.Reason(outcome));
    }

    [Fact]
    public void Ed25519_with_bytes_after_it_is_rejected()
    {
        byte[] key = [.. SshSignatureTests.Wire("ssh-ed25519", new byte[32]), 0];
        byte[] signature = [.. SshSignatureTests.Wire("ssh-ed25519", new byte[64]), 0];
        RejectionReason Reason(byte[] blob) => TagText.Reason(TagVerifier.Verify(TagText.Forged(blob), TagText.Signers, (_, _, _) => true));

        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(SshSignatureTests.Blob(key: key)));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(SshSignatureTests.Blob(signature: signature)));
    }

    [Fact]
    public void Delegate_gets_key_frame_and_signature()
    {
        var tag = TagObject.Parse(TagText.Good).Value!;
        var expected = SshSignature.Parse(tag.Armour.Span, "git").Value!;
        byte[][] got = [];

        TagVerifier.Verify(TagText.Good, TagText.Signers, (key, data, signature) =>
        {
            got = [key.ToArray(), data.ToArray(), signature.ToArray()];
            return true;
        });

        Assert.Equal(expected.PublicKey[^32..].ToArray(), got[0]);
        Assert.Equal(expected.SignedBytes(TagText.Bytes(TagText.Payload)), got[1]);
        Assert.Equal(expected.SignatureBlob[^64..].ToArray(), got[2]);
    }
}
