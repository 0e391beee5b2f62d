namespace GitEdge.Core.Trust.Keys;

/// <summary>The key types ecdsa-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656).</summary>
internal static class SshEcdsa
{
    public static Rejection? Verify(SshSignature signature, EcdsaCurve curve, ReadOnlySpan<byte> payload)
    {
        if (ReadKey(signature.KeyType, signature.PublicKey.Span, curve) is not { } key)
            return SignatureFault.Key(signature, $"a point of {curve.Name}, not compressed");
        if (ReadSignature(signature, key) is not { } numbers)
            return SignatureFault.Form(signature, $"two numbers in shortest form, from 1 to below the order of {curve.Name}");
        return key.Verify(signature.SignedBytes(payload), numbers) ? null : SignatureFault.Bad(signature);
    }

    /// <summary>The key in wire format; null unless it is exactly one of this type.</summary>
    public static EcdsaKey? ReadKey(string type, ReadOnlySpan<byte> blob, EcdsaCurve curve)
    {
        var reader = new SshWireReader(blob);
        if (!reader.TryReadName(out var name) || name != type)
            return null;
        var key = EcdsaKey.Read(ref reader, curve);
        return reader.AtEnd ? key : null;
    }

    private static byte[]? ReadSignature(SshSignature signature, EcdsaKey key)
    {
        var reader = new SshWireReader(signature.SignatureBlob.Span);
        return reader.TryReadName(out var type) && type == signature.KeyType && reader.TryReadString(out var numbers) && reader.AtEnd
            ? key.ReadSignature(numbers)
            : null;
    }
}
