using System.Numerics;
using System.Security.Cryptography;

namespace GitEdge.Core.Trust.Keys;

/// <summary>An RSA public key as SSH writes it: the exponent e, then the modulus n (RFC 4253, section 6.6).</summary>
internal sealed class RsaKey
{
    /// <summary>Fewer bits are too weak for keys that guard devices for a decade (NIST SP 800-57, part 1, table 2: 128 bits).</summary>
    public const int LeastBits = 3072;

    /// <summary>The most that OpenSSH and OpenSSL take.</summary>
    public const int MostBits = 16384;

    private const int LongestExponent = sizeof(ulong);
    private const byte LeastExponent = 3;

    private readonly RSAParameters _numbers;

    private RsaKey(ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        _numbers = new RSAParameters { Exponent = exponent.ToArray(), Modulus = modulus.ToArray() };
        Bits = (int)new BigInteger(modulus, isUnsigned: true, isBigEndian: true).GetBitLength();
    }

    /// <summary>The length of the modulus in bits.</summary>
    public int Bits { get; }

    /// <summary>Whether its length is one that may verify anything.</summary>
    public bool IsUsable => Bits is >= LeastBits and <= MostBits;

    /// <summary>The length of the modulus, and so of every signature, in bytes.</summary>
    public int Bytes => _numbers.Modulus!.Length;

    /// <summary>A key in wire format, of whatever length; null unless its numbers are odd, in shortest form, and e is from 3.</summary>
    public static RsaKey? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new SshWireReader(blob);
        if (!reader.TryReadName(out var type) || type != SshKeyTypes.Rsa
            || !reader.TryReadPositive(out var e) || !reader.TryReadPositive(out var n) || !reader.AtEnd)
            return null;
        var isExponent = e.Length <= LongestExponent && (e.Length > 1 || e[0] >= LeastExponent);
        return isExponent && IsOdd(e) && IsOdd(n) ? new RsaKey(e, n) : null;
    }

    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2).</summary>
    /// <param name="data">What was signed; it is hashed here.</param>
    /// <param name="signature">As many bytes as the modulus has.</param>
    /// <param name="hash">The hash.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            using var key = RSA.Create(_numbers);
            return key.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // The numbers are anybody's, and a system's library may be stricter than ours: that is a no, not a failure of the device.
            return false;
        }
    }

    private static bool IsOdd(ReadOnlySpan<byte> number) => (number[^1] & 1) == 1;
}
