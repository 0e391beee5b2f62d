using System.Numerics;
using GitEdge.Core.Trust;
using GitEdge.Linux.Crypto;

namespace GitEdge.Core.Tests.Trust;

public sealed class Ed25519Tests
{
    private static readonly Ed25519 Sodium = Ed25519.Load();

    /// <summary>The points of small order in every encoding that is 32 bytes long, canonical or not.</summary>
    private static readonly string[] Points =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    public static TheoryData<string> SmallOrder => [.. Points];

    // RFC 8032, section 7.1, tests 1 to 3.
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Vectors_of_the_rfc_are_verified(string key, string data, string signature)
    {
        var bytes = Convert.FromHexString(signature);
        Assert.True(Sodium.Verify(Convert.FromHexString(key), Convert.FromHexString(data), bytes));

        Assert.False(Sodium.Verify(Convert.FromHexString(key), Convert.FromHexString(data + "00"), bytes));
        Assert.False(Sodium.Verify(Convert.FromHexString(key), Convert.FromHexString(data), AddGroupOrder(bytes)));
        bytes[0] ^= 1;
        Assert.False(Sodium.Verify(Convert.FromHexString(key), Convert.FromHexString(data), bytes));
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(0, 0)]
    public void Wrong_lengths_are_false(int key, int signature) => Assert.False(Sodium.Verify(new byte[key], [], new byte[signature]));

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void Key_of_small_order_is_refused_with_every_signature_that_needs_no_secret(string point)
    {
        // With S = 0 a lax verifier accepts whenever R = -hash·key; for a key of small order that is one of its multiples.
        foreach (var r in Points)
        {
            byte[] signature = [.. Convert.FromHexString(r), .. new byte[32]];
            Assert.False(Sodium.Verify(Convert.FromHexString(point), "message"u8, signature));
        }
    }

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void Tag_signed_with_a_key_of_small_order_is_rejected_even_when_it_is_listed(string point)
    {
        var key = SshSignatureTests.Wire("ssh-ed25519", Convert.FromHexString(point));
        var signers = TagText.Allow($"mallory@example.org ssh-ed25519 {Convert.ToBase64String(key)}\n");
        foreach (var r in Points)
        {
            var signature = SshSignatureTests.Wire("ssh-ed25519", [.. Convert.FromHexString(r), .. new byte[32]]);
            var body = TagText.Forged(SshSignatureTests.Blob(key, signature));
            Assert.Equal(RejectionReason.BadSignature, TagText.Reason(TagVerifier.Verify(body, signers, TagText.Verify)));
        }
    }

    [Fact]
    public void Missing_library_says_which_package_to_install()
    {
        var error = Assert.Throws<DllNotFoundException>(() => Ed25519.Load("libsodium-that-is-missing.so.99"));

        Assert.Contains("libsodium-that-is-missing.so.99", error.Message, StringComparison.Ordinal);
        Assert.Contains("apt install libsodium23", error.Message, StringComparison.Ordinal);
    }

    /// <summary>S + L: the same signature to a verifier that does not ask for reduced numbers.</summary>
    private static byte[] AddGroupOrder(byte[] signature)
    {
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var sum = new BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        var bytes = new byte[32];
        sum.TryWriteBytes(bytes, out _, isUnsigned: true);
        return [.. signature[..32], .. bytes];
    }
}
