using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace GitEdge.Core.Trust.Keys;

/// <summary>
/// A curve that SSH has ECDSA keys on (RFC 5656, section 10.1): y² = x³ − 3x + b over the prime p, with a group of prime
/// order n (NIST SP 800-186, section 3.2.1).
/// </summary>
internal sealed class EcdsaCurve
{
    private readonly BigInteger _p;
    private readonly BigInteger _b;
    private readonly BigInteger _n;

    private EcdsaCurve(string p, string b, string n)
    {
        _p = Hex(p);
        _b = Hex(b);
        _n = Hex(n);
        FieldBytes = _p.GetByteCount(isUnsigned: true);
    }

    public static EcdsaCurve P256 { get; } = new(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    {
        Name = "nistp256", Curve = ECCurve.NamedCurves.nistP256, Hash = HashAlgorithmName.SHA256,
    };

    public static EcdsaCurve P384 { get; } = new(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973")
    {
        Name = "nistp384", Curve = ECCurve.NamedCurves.nistP384, Hash = HashAlgorithmName.SHA384,
    };

    public static EcdsaCurve P521 { get; } = new(
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109"
        + "e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409")
    {
        Name = "nistp521", Curve = ECCurve.NamedCurves.nistP521, Hash = HashAlgorithmName.SHA512,
    };

    /// <summary>The name in a key, for example <c>nistp256</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The curve as the base library knows it.</summary>
    public required ECCurve Curve { get; init; }

    /// <summary>The hash that goes with it (RFC 5656, section 6.2.1).</summary>
    public required HashAlgorithmName Hash { get; init; }

    /// <summary>Bytes of a coordinate, and of each number of a signature.</summary>
    public int FieldBytes { get; }

    /// <summary>The curve of a key type such as <c>ecdsa-sha2-nistp256</c>; null when it is none.</summary>
    public static EcdsaCurve? Of(string keyType) => keyType switch
    {
        SshKeyTypes.EcdsaP256 => P256,
        SshKeyTypes.EcdsaP384 => P384,
        SshKeyTypes.EcdsaP521 => P521,
        _ => null,
    };

    /// <summary>Whether big-endian coordinates are reduced and a point of the curve; the point at infinity has none.</summary>
    public bool Has(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var (a, b) = (Unsigned(x), Unsigned(y));
        return a < _p && b < _p && ((b * b) - (a * a * a) + (3 * a) - _b) % _p == 0;
    }

    /// <summary>Whether a big-endian number lies from 1 to n − 1, as r and s must (FIPS 186-5, section 6.4.2).</summary>
    public bool IsScalar(ReadOnlySpan<byte> number) => Unsigned(number) is var value && value > 0 && value < _n;

    private static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
