using System.Security.Cryptography;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust;

public sealed class RsaTests
{
    private static readonly byte[] Payload = TagText.Bytes(TagText.Payload);
    private static readonly RSA Rsa = RSA.Create(3072);
    private static readonly RSAParameters Numbers = Rsa.ExportParameters(includePrivateParameters: false);
    private static readonly byte[] Key = Blob(TestKey.Mpint(Numbers.Exponent), TestKey.Mpint(Numbers.Modulus));

    private static byte[] Blob(byte[] e, byte[] n) => new SshWireWriter().String("ssh-rsa").String(e).String(n).ToArray();

    private static byte[] Sign(HashAlgorithmName hash) => Rsa.SignData(TestKey.SignedBytes(Payload), hash, RSASignaturePadding.Pkcs1);

    private static RejectionReason Reason(byte[] key, byte[] signature) => TagText.Reason(
        TagVerifier.Verify(TagText.Forged(SshSignatureTests.Blob(key, signature)), TagText.Signers, TagText.Verify));

    private static RejectionReason Reason(string type, byte[] bytes) => Reason(Key, SshSignatureTests.Wire(type, bytes));

    [Fact]
    public void Both_signature_types_are_verified()
    {
        Assert.Equal(RejectionReason.UnknownSigner, Reason("rsa-sha2-256", Sign(HashAlgorithmName.SHA256)));
        Assert.Equal(RejectionReason.UnknownSigner, Reason("rsa-sha2-512", Sign(HashAlgorithmName.SHA512)));
    }

    [Fact]
    public void Sha1_is_rejected_by_name() =>
        Assert.Equal(RejectionReason.RsaSha1Signature, Reason("ssh-rsa", Sign(HashAlgorithmName.SHA1)));

    [Theory]
    [InlineData("rsa-sha2-256", RejectionReason.BadSignature)]
    [InlineData("rsa-sha2-384", RejectionReason.SignatureBlobInvalid)]
    [InlineData("rsa-sha2-256-cert-v01@openssh.com", RejectionReason.CertificateKey)]
    [InlineData("ssh-ed25519", RejectionReason.SignatureBlobInvalid)]
    public void Signature_under_another_type_is_rejected(string type, RejectionReason reason) =>
        Assert.Equal(reason, Reason(type, Sign(HashAlgorithmName.SHA512)));

    [Fact]
    public void Another_padding_is_bad() => Assert.Equal(RejectionReason.BadSignature,
        Reason("rsa-sha2-512", Rsa.SignData(TestKey.SignedBytes(Payload), HashAlgorithmName.SHA512, RSASignaturePadding.Pss)));

    [Fact]
    public void Length_is_that_of_the_modulus()
    {
        var good = Sign(HashAlgorithmName.SHA512);

        Assert.Equal(384, good.Length);
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("rsa-sha2-512", [0, .. good]));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("rsa-sha2-512", [.. good, 0]));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("rsa-sha2-512", good[..^1]));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("rsa-sha2-512", good[1..]));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason("rsa-sha2-512", []));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(Key, [.. SshSignatureTests.Wire("rsa-sha2-512", good), 0]));
    }

    [Fact]
    public void Numbers_that_are_no_signature_are_bad()
    {
        foreach (var fill in new byte[] { 0, 1, 0x7f, 0xff })
            Assert.Equal(RejectionReason.BadSignature, Reason("rsa-sha2-512", [.. Enumerable.Repeat(fill, 384)]));
        Assert.Equal(RejectionReason.BadSignature, Reason("rsa-sha2-512", Numbers.Modulus!));
        Assert.Equal(RejectionReason.BadSignature, Reason("rsa-sha2-512", [.. new byte[383], 1]));
    }

    [Fact]
    public void Key_in_another_form_is_rejected()
    {
        var (e, n) = (TestKey.Mpint(Numbers.Exponent), TestKey.Mpint(Numbers.Modulus));
        var signature = SshSignatureTests.Wire("rsa-sha2-512", Sign(HashAlgorithmName.SHA512));
        byte[] Changed(byte[] number, int index, byte value) => [.. number[..index], value, .. number[(index + 1)..]];
        void Refused(byte[] key) => Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(key, signature));

        Refused(Blob([0, .. e], n));
        Refused(Blob(e, [0, .. n]));
        Refused(Blob(e, n[1..]));
        Refused(Blob(e, []));
        Refused(Blob([], n));
        Refused(Blob([0], n));
        Refused(Blob([1], n));
        Refused(Blob([2], n));
        Refused(Blob([1, 0, 0], n));
        Refused(Blob([1, 0, 0, 0, 0, 0, 0, 0, 1], n));
        Refused(Blob([0x81], n));
        Refused(Blob(e, Changed(n, n.Length - 1, (byte)(n[^1] ^ 1))));
        Refused(Blob(e, Changed(n, 0, 0x80)));
        Refused([.. Key, 0]);
        Refused(Key[..^1]);
        Refused(new SshWireWriter().String("ssh-rsa").String(n).String(e).ToArray());
    }

    [Fact]
    public void Any_odd_exponent_from_3_to_64_bits_is_tried()
    {
        var n = TestKey.Mpint(Numbers.Modulus);
        var signature = SshSignatureTests.Wire("rsa-sha2-512", Sign(HashAlgorithmName.SHA512));

        Assert.Equal(RejectionReason.BadSignature, Reason(Blob([3], n), signature));
        Assert.Equal(RejectionReason.BadSignature, Reason(Blob([0, .. Enumerable.Repeat((byte)0xff, 8)], n), signature));
        Assert.Equal(RejectionReason.UnknownSigner, Reason(Key, signature));
    }

    [Theory]
    [InlineData(3071, RejectionReason.RsaKeySize)]
    [InlineData(3072, RejectionReason.BadSignature)]
    [InlineData(16384, RejectionReason.BadSignature)]
    [InlineData(16385, RejectionReason.RsaKeySize)]
    public void Size_limits_are_exact(int bits, RejectionReason reason)
    {
        // Nobody knows the factors of such a modulus: good enough to be refused.
        var n = new byte[(bits + 7) / 8];
        Array.Fill(n, (byte)0x55);
        n[0] = (byte)(1 << ((bits - 1) % 8));
        var key = Blob([1, 0, 1], TestKey.Mpint(n));

        Assert.Equal(reason, Reason(key, SshSignatureTests.Wire("rsa-sha2-512", [.. new byte[n.Length - 1], 1])));
        Assert.Equal(reason != RejectionReason.RsaKeySize, SshPublicKey.Parse("ssh-rsa", Convert.ToBase64String(key), out _)!.IsUsable);
    }

    [Fact]
    public void Signature_with_leading_zeros_keeps_them()
    {
        // One signature in 256 begins with a zero byte; RFC 8332 has signers that leave it out.
        for (var i = 0; ; i++)
        {
            var payload = TagText.Bytes($"{TagText.Payload}{i}\n");
            var bytes = Rsa.SignData(TestKey.SignedBytes(payload), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
            if (bytes[0] != 0)
                continue;
            RejectionReason Of(byte[] shown) => TagText.Reason(SshVerifier.Verify(payload,
                TagText.Bytes(TagText.Armour(SshSignatureTests.Blob(Key, SshSignatureTests.Wire("rsa-sha2-512", shown)))),
                "git", RoleKeys.AnyOf(TagText.Signers), DateTimeOffset.UnixEpoch, TagText.Verify));
            Assert.Equal(RejectionReason.UnknownSigner, Of(bytes));
            Assert.Equal(RejectionReason.SignatureBlobInvalid, Of(bytes[1..]));
            return;
        }
    }
}
