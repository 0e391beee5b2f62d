using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Keys;

namespace GitEdge.Core.Tests.Trust;

public sealed class EcdsaTests
{
    private static readonly byte[] Payload = TagText.Bytes(TagText.Payload);

    public static TheoryData<string> Types => ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

    private static TestKey Key(string type) => TestKey.All.Single(key => key.Type == type);

    private static EcdsaCurve Curve(string type) => EcdsaCurve.Of(type)!;

    private static RejectionReason Reason(byte[] key, byte[] signature) => TagText.Reason(
        TagVerifier.Verify(TagText.Forged(SshSignatureTests.Blob(key, signature)), TagText.Signers, TagText.Verify));

    /// <summary>r and s of a good signature, without padding.</summary>
    private static (byte[] R, byte[] S) Numbers(TestKey key)
    {
        var reader = new SshWireReader(key.SignRaw(TestKey.SignedBytes(Payload)));
        Assert.True(reader.TryReadName(out _));
        Assert.True(reader.TryReadString(out var inner));
        var numbers = new SshWireReader(inner);
        Assert.True(numbers.TryReadPositive(out var r));
        Assert.True(numbers.TryReadPositive(out var s));
        return (r.ToArray(), s.ToArray());
    }

    private static byte[] Signature(string type, byte[] r, byte[] s) =>
        SshSignatureTests.Wire(type, new SshWireWriter().String(r).String(s).ToArray());

    private static BigInteger Order(string type)
    {
        using var ecdsa = ECDsa.Create(Curve(type).Curve);
        return new BigInteger(ecdsa.ExportExplicitParameters(includePrivateParameters: false).Curve.Order, isUnsigned: true, isBigEndian: true);
    }

    private static byte[] Bytes(BigInteger number) => TestKey.Mpint(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    [Theory]
    [MemberData(nameof(Types))]
    public void Constants_are_those_of_the_base_library(string type)
    {
        using var ecdsa = ECDsa.Create(Curve(type).Curve);
        var expected = ecdsa.ExportExplicitParameters(includePrivateParameters: false).Curve;
        var order = Order(type);
        byte[] Below(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.Equal(expected.Prime!.Length, Curve(type).FieldBytes);
        Assert.True(Curve(type).Has(expected.G.X, expected.G.Y));
        Assert.True(Curve(type).IsScalar(Below(order - 1)));
        Assert.True(Curve(type).IsScalar([1]));
        Assert.False(Curve(type).IsScalar(Below(order)));
        Assert.False(Curve(type).IsScalar([0]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Point_must_be_on_the_curve_and_reduced(string type)
    {
        var curve = Curve(type);
        using var ecdsa = ECDsa.Create(curve.Curve);
        var all = ecdsa.ExportExplicitParameters(includePrivateParameters: false).Curve;
        var p = new BigInteger(all.Prime, isUnsigned: true, isBigEndian: true);
        for (var i = 0; i < 8; i++)
        {
            var y = all.G.Y!.ToArray();
            y[^1] ^= (byte)(1 << i);
            Assert.False(curve.Has(all.G.X, y));
            var x = all.G.X!.ToArray();
            x[0] ^= (byte)(1 << i);
            Assert.False(curve.Has(x, all.G.Y));
        }
        // x + p is the same to arithmetic modulo p; so are the coordinates of another curve to none.
        var wide = (new BigInteger(all.G.X, isUnsigned: true, isBigEndian: true) + p).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(curve.Has(wide, all.G.Y));
        var tall = (new BigInteger(all.G.Y, isUnsigned: true, isBigEndian: true) + p).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(curve.Has(all.G.X, tall));
        Assert.False(curve.Has(new byte[curve.FieldBytes], new byte[curve.FieldBytes]));
    }

    [Fact]
    public void Coordinate_that_is_the_prime_itself_is_not_reduced_though_arithmetic_takes_it_for_zero()
    {
        using var ecdsa = ECDsa.Create(EcdsaCurve.P256.Curve);
        var all = ecdsa.ExportExplicitParameters(includePrivateParameters: false).Curve;
        var p = new BigInteger(all.Prime, isUnsigned: true, isBigEndian: true);
        // The prime is 3 modulo 4, so that this is the root where there is one: the point at x = 0.
        var root = BigInteger.ModPow(new BigInteger(all.B, isUnsigned: true, isBigEndian: true), (p + 1) / 4, p).ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.True(EcdsaCurve.P256.Has([0], root));
        Assert.False(EcdsaCurve.P256.Has(all.Prime, root));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Key_in_another_form_is_rejected(string type)
    {
        var key = Key(type);
        var signature = key.SignRaw(TestKey.SignedBytes(Payload));
        var (name, curve) = (type, Curve(type).Name);
        var point = key.Blob[^(1 + (2 * Curve(type).FieldBytes))..];
        byte[] Blob(string curveName, byte[] q) => new SshWireWriter().String(name).String(curveName).String(q).ToArray();

        Assert.Equal(RejectionReason.UnknownSigner, Reason(Blob(curve, point), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve == "nistp256" ? "nistp384" : "nistp256", point), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve.ToUpperInvariant(), point), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason([.. Blob(curve, point), 0], signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, [.. point, 0]), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, point[..^1]), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, []), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, [0]), signature));
        // Compressed, and hybrid.
        var odd = point[^1] & 1;
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, [(byte)(2 + odd), .. point[1..(1 + Curve(type).FieldBytes)]]), signature));
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, [(byte)(6 + odd), .. point[1..]]), signature));
        point[^1] ^= 1;
        Assert.Equal(RejectionReason.SigningKeyInvalid, Reason(Blob(curve, point), signature));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Signature_in_another_form_is_rejected(string type)
    {
        var key = Key(type);
        var (r, s) = Numbers(key);
        var (cr, cs) = (TestKey.Mpint(r), TestKey.Mpint(s));
        var good = Signature(type, cr, cs);
        var order = Order(type);
        void Refused(byte[] signature) => Assert.Equal(RejectionReason.SignatureBlobInvalid, Reason(key.Blob, signature));

        Assert.Equal(RejectionReason.UnknownSigner, Reason(key.Blob, good));
        // Not the shortest form; negative; zero; not reduced.
        Refused(Signature(type, [0, .. cr], cs));
        Refused(Signature(type, cr, [0, .. cs]));
        Refused(Signature(type, [0xff, .. r], cs));
        Refused(Signature(type, cr, [0x80, .. r]));
        Refused(Signature(type, [], cs));
        Refused(Signature(type, cr, []));
        Refused(Signature(type, [0], cs));
        Refused(Signature(type, Bytes(order), cs));
        Refused(Signature(type, cr, Bytes(order)));
        Refused(Signature(type, Bytes(new BigInteger(r, true, true) + order), cs));
        Refused(Signature(type, cr, Bytes(new BigInteger(s, true, true) + order)));
        // Bytes after any part, or too few of them; the type of another key.
        Refused([.. good, 0]);
        Refused(good[..^1]);
        Refused(SshSignatureTests.Wire(type, new SshWireWriter().String(cr).String(cs).Raw([0]).ToArray()));
        Refused(SshSignatureTests.Wire(type, new SshWireWriter().String(cr).ToArray()));
        Refused(Signature(type == "ecdsa-sha2-nistp256" ? "ecdsa-sha2-nistp384" : "ecdsa-sha2-nistp256", cr, cs));
        Refused(Signature("ssh-ed25519", cr, cs));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Numbers_in_range_that_are_not_the_signature_are_bad(string type)
    {
        var key = Key(type);
        var (r, s) = Numbers(key);

        Assert.Equal(RejectionReason.BadSignature, Reason(key.Blob, Signature(type, [1], [1])));
        Assert.Equal(RejectionReason.BadSignature, Reason(key.Blob, Signature(type, TestKey.Mpint(s), TestKey.Mpint(r))));
        Assert.Equal(RejectionReason.BadSignature, Reason(key.Blob, Signature(type, Bytes(Order(type) - 1), Bytes(Order(type) - 1))));
    }

    [Fact]
    public void Negated_s_is_a_signature_too()
    {
        // ECDSA itself has two: OpenSSH makes either. Nothing is keyed on a signature's bytes, so that nothing hangs on it.
        var (r, s) = Numbers(TestKey.EcdsaP256);
        var other = Bytes(Order("ecdsa-sha2-nistp256") - new BigInteger(s, true, true));

        Assert.Equal(RejectionReason.UnknownSigner, Reason(TestKey.EcdsaP256.Blob, Signature("ecdsa-sha2-nistp256", TestKey.Mpint(r), other)));
    }

    [Fact]
    public void Zero_bytes_before_short_numbers_are_left_out()
    {
        // One in 256 numbers is shorter than the field: both must be written and read in their shortest form.
        for (var found = 0; found < 3;)
        {
            var signature = TestKey.EcdsaP256.SignRaw(TestKey.SignedBytes(Payload));
            if (signature.Length >= 4 + 19 + 4 + 4 + 32 + 4 + 32)
                continue;
            found++;
            Assert.Equal(RejectionReason.UnknownSigner, Reason(TestKey.EcdsaP256.Blob, signature));
        }
    }

    [Theory]
    [InlineData("00", false)]
    [InlineData("", false)]
    [InlineData("01", true)]
    [InlineData("7f", true)]
    [InlineData("80", false)]
    [InlineData("ff", false)]
    [InlineData("0080", true)]
    [InlineData("007f", false)]
    [InlineData("000080", false)]
    [InlineData("0100", true)]
    public void Positive_mpint_has_one_form(string hex, bool taken)
    {
        var reader = new SshWireReader(new SshWireWriter().String(Convert.FromHexString(hex)).ToArray());

        Assert.Equal(taken, reader.TryReadPositive(out var magnitude));
        Assert.Equal(taken ? Convert.FromHexString(hex).SkipWhile(b => b == 0).ToArray() : [], magnitude.ToArray());
    }
}
