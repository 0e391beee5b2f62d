using System.Security.Cryptography;

namespace GitEdge.Core.Trust.Keys;

/// <summary>An ECDSA public key as SSH writes it: curve name, then the point, uncompressed (RFC 5656, section 3.1).</summary>
internal sealed class EcdsaKey
{
    private const byte Uncompressed = 4;

    private readonly EcdsaCurve _curve;
    private readonly ECPoint _point;

    private EcdsaKey(EcdsaCurve curve, ECPoint point)
    {
        _curve = curve;
        _point = point;
    }

    /// <summary>Reads what follows the type; null unless it is a point of this curve in its one form.</summary>
    public static EcdsaKey? Read(ref SshWireReader reader, EcdsaCurve curve)
    {
        if (!reader.TryReadName(out var name) || name != curve.Name || !reader.TryReadString(out var point))
            return null;
        if (point.Length != 1 + (2 * curve.FieldBytes) || point[0] != Uncompressed)
            return null;
        var x = point.Slice(1, curve.FieldBytes);
        var y = point[(1 + curve.FieldBytes)..];
        return curve.Has(x, y) ? new EcdsaKey(curve, new ECPoint { X = x.ToArray(), Y = y.ToArray() }) : null;
    }

    /// <summary>
    /// The numbers r and s (RFC 5656, section 3.1.2), each in the width of the field; null unless both are canonical and in
    /// range and nothing follows.
    /// </summary>
    public byte[]? ReadSignature(ReadOnlySpan<byte> bytes)
    {
        var reader = new SshWireReader(bytes);
        if (!reader.TryReadPositive(out var r) || !reader.TryReadPositive(out var s) || !reader.AtEnd)
            return null;
        if (!_curve.IsScalar(r) || !_curve.IsScalar(s))
            return null;
        var numbers = new byte[2 * _curve.FieldBytes];
        r.CopyTo(numbers.AsSpan(_curve.FieldBytes - r.Length));
        s.CopyTo(numbers.AsSpan(numbers.Length - s.Length));
        return numbers;
    }

    /// <param name="data">What was signed; it is hashed here.</param>
    /// <param name="numbers">What <see cref="ReadSignature"/> gave.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> numbers)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = _curve.Curve, Q = _point });
            return key.VerifyData(data, numbers, _curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // The numbers are anybody's, and a system's library may be stricter than ours: that is a no, not a failure of the device.
            return false;
        }
    }
}
