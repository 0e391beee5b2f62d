namespace GitEdge.Core.Trust.Keys;

/// <summary>The key type ssh-ed25519 (RFC 8709).</summary>
internal static class SshEd25519
{
    private const int KeyLength = 32;
    private const int SignatureLength = 64;

    public static Rejection? Verify(SshSignature signature, ReadOnlySpan<byte> payload, Ed25519Verify verify)
    {
        if (!TryReadKey(signature.PublicKey.Span, out var key))
            return SignatureFault.Key(signature, $"{KeyLength} bytes");
        if (!TryRead(signature.SignatureBlob.Span, SignatureLength, out var bytes))
            return SignatureFault.Form(signature, $"of that type, {SignatureLength} bytes");
        return verify(key, signature.SignedBytes(payload), bytes) ? null : SignatureFault.Bad(signature);
    }

    /// <summary>The 32 bytes of a key in wire format.</summary>
    public static bool TryReadKey(ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> key) => TryRead(blob, KeyLength, out key);

    private static bool TryRead(ReadOnlySpan<byte> blob, int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var reader = new SshWireReader(blob);
        return reader.TryReadName(out var type) && type == SshKeyTypes.Ed25519
            && reader.TryReadString(out bytes) && bytes.Length == length && reader.AtEnd;
    }
}
