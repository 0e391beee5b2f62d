using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Hardware tokens, played by keys in memory.</summary>
public sealed class TokenTests
{
    private static readonly byte[] Payload = TagText.Bytes(TagText.Payload);

    public static TheoryData<string> Types => ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];

    private static TestKey Plain(string type) => type == TestKey.EcdsaToken.Type ? TestKey.EcdsaToken : TestKey.Ed25519Token;

    private static Checked<VerifiedTag> Check(TestKey key, bool verification = false)
    {
        var signers = verification ? key.Signers.RequireUserVerification() : key.Signers;
        return TagVerifier.Verify(new([.. Payload, .. key.Sign(Payload)]), signers, TagText.Verify);
    }

    private static Checked<VerifiedTag> Check(TestKey key, byte[] signature) =>
        TagVerifier.Verify(TagText.Forged(SshSignatureTests.Blob(key.Blob, signature)), key.Signers, TagText.Verify);

    [Theory]
    [MemberData(nameof(Types))]
    public void Touched_token_is_verified(string type)
    {
        var tag = Check(TestKey.Token(Plain(type), flags: 1, counter: uint.MaxValue)).Value!;

        Assert.Equal("ada@example.org", tag.Principal);
        Assert.Equal((type, true, false),
            (tag.Signature.Signature.KeyType, tag.Signature.Signature.IsHardwareKey, tag.Signature.Signature.UserVerified));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_plays_the_token_is_one_to_ssh_keygen_too(string type)
    {
        var key = TestKey.Token(Plain(type), flags: 5);

        Assert.True(SshKeys.Accepts(key.SignersText, "ada@example.org", Payload, key.Sign(Payload)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Token_that_was_not_touched_is_rejected_by_name(string type)
    {
        foreach (var flags in new byte[] { 0, 4, 0xfe })
        {
            var outcome = Check(TestKey.Token(Plain(type), flags));
            Assert.Equal(RejectionReason.TouchMissing, TagText.Reason(outcome));
            Assert.Contains($"0x{flags:x2}", outcome.Rejection!.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void User_verification_is_asked_for_by_policy(string type)
    {
        Assert.True(Check(TestKey.Token(Plain(type), flags: 5), verification: true).Value!.Signature.Signature.UserVerified);
        Assert.Equal(RejectionReason.UserVerificationMissing, TagText.Reason(Check(TestKey.Token(Plain(type), flags: 1), verification: true)));
        Assert.Equal(RejectionReason.TouchMissing, TagText.Reason(Check(TestKey.Token(Plain(type), flags: 4), verification: true)));
    }

    [Fact]
    public void User_verification_is_not_asked_of_keys_that_are_in_no_token() =>
        Assert.NotNull(Check(TestKey.Ed25519, verification: true).Value);

    [Theory]
    [MemberData(nameof(Types))]
    public void Flags_and_counter_are_covered_by_the_signature(string type)
    {
        var key = Plain(type);
        var good = key.SignRaw(TestKey.SignedBytes(Payload));
        Assert.NotNull(Check(key, good).Value);
        for (var i = good.Length - 5; i < good.Length; i++)
        {
            var changed = good.ToArray();
            changed[i] ^= 4;
            Assert.Equal(RejectionReason.BadSignature, TagText.Reason(Check(key, changed)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Signature_of_another_shape_is_rejected(string type)
    {
        var key = Plain(type);
        var good = key.SignRaw(TestKey.SignedBytes(Payload));
        void Refused(byte[] signature) => Assert.Equal(RejectionReason.SignatureBlobInvalid, TagText.Reason(Check(key, signature)));

        Refused([.. good, 0]);
        for (var length = 4 + type.Length; length < good.Length; length++)
            Refused(good[..length]);
        Refused([.. SshSignatureTests.Wire(type, new byte[63]), 1, 0, 0, 0, 0]);
        Refused([.. SshSignatureTests.Wire(type, new byte[65]), 1, 0, 0, 0, 0]);
        Refused([.. SshSignatureTests.Wire("ssh-ed25519", good[^69..^5]), .. good[^5..]]);
        // The shape of November 2019, which no release of OpenSSH had: flags and counter inside.
        Refused(SshSignatureTests.Wire(type, good[(8 + type.Length)..]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Key_of_another_shape_is_rejected(string type)
    {
        var key = Plain(type);
        var signature = key.SignRaw(TestKey.SignedBytes(Payload));
        RejectionReason Reason(byte[] blob) => TagText.Reason(
            TagVerifier.Verify(TagText.Forged(SshSignatureTests.Blob(blob, signature)), TagText.Signers, TagText.Verify));
        var bare = key.Blob[..^8];

        Assert.Equal(RejectionReason.UnknownSigner, Reason(key.Blob));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason([.. key.Blob, 0]));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(bare));
        for (var length = 4 + type.Length; length < key.Blob.Length; length++)
            Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(key.Blob[..length]));
        foreach (var application in new[] { "", "ssh", "SSH:", "https://example.org", "ssh:\0", "ssh: x", "ssh:é" })
            Assert.Equal(RejectionReason.SigningKeyInvalid, Reason([.. bare, .. new SshWireWriter().String(application).ToArray()]));
        Assert.Equal(RejectionReason.BadSignature, Reason([.. bare, .. new SshWireWriter().String("ssh:other").ToArray()]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Token_may_be_for_an_application_of_its_own(string type) =>
        Assert.NotNull(Check(TestKey.Token(Plain(type), flags: 1, application: "ssh:gitedge")).Value);

    [Fact]
    public void Webauthn_signature_of_a_token_is_rejected_by_name()
    {
        var good = TestKey.EcdsaToken.SignRaw(TestKey.SignedBytes(Payload));
        byte[] webauthn = [.. new SshWireWriter().String("webauthn-sk-ecdsa-sha2-nistp256@openssh.com").ToArray(), .. good[(4 + TestKey.EcdsaToken.Type.Length)..]];

        Assert.Equal(RejectionReason.WebauthnKey, TagText.Reason(Check(TestKey.EcdsaToken, webauthn)));
    }

    [Fact]
    public void Key_outside_a_token_is_another_key()
    {
        // The same 32 bytes: a plain signature is none by the token, and the other way round.
        var plain = TestKey.Ed25519.SignRaw(TestKey.SignedBytes(Payload));
        Assert.Equal(RejectionReason.SignatureBlobInvalid, TagText.Reason(Check(TestKey.Ed25519Token, plain)));
        byte[] dressed = [.. SshSignatureTests.Wire(TestKey.Ed25519Token.Type, plain[^64..]), 1, 0, 0, 0, 7];
        Assert.Equal(RejectionReason.BadSignature, TagText.Reason(Check(TestKey.Ed25519Token, dressed)));
    }
}
