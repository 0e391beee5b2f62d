namespace GitEdge.Core.Trust.Keys;

/// <summary>Picks the algorithm by the name of the key's type.</summary>
internal static class SshAlgorithms
{
    /// <summary>The signature, when it is good for the payload.</summary>
    public static Checked<GoodSignature> Verify(SshSignature signature, ReadOnlySpan<byte> payload, Ed25519Verify ed25519)
    {
        var reason = SshKeyTypes.Judge(signature.KeyType, signature.SignatureType);
        if (reason != RejectionReason.Unknown)
            return Rejection.Because(reason,
                $"The key has type {Untrusted.Show(signature.KeyType)}, the signature {Untrusted.Show(signature.SignatureType)}.");
        if (SshKeyTypes.IsToken(signature.KeyType))
            return SshToken.Verify(signature, payload, ed25519);
        return VerifySoftware(signature, payload, ed25519) is { } bad
            ? bad
            : new GoodSignature(signature, isHardwareKey: false, userVerified: false);
    }

    /// <summary>Whether a blob is exactly one key of a type that may be listed.</summary>
    public static bool IsKey(string type, ReadOnlySpan<byte> blob)
    {
        if (SshKeyTypes.IsToken(type))
            return TokenKey.Read(type, blob) is not null;
        if (EcdsaCurve.Of(type) is { } curve)
            return SshEcdsa.ReadKey(type, blob, curve) is not null;
        return type == SshKeyTypes.Rsa ? RsaKey.Read(blob) is not null : SshEd25519.TryReadKey(blob, out _);
    }

    private static Rejection? VerifySoftware(SshSignature signature, ReadOnlySpan<byte> payload, Ed25519Verify ed25519)
    {
        if (EcdsaCurve.Of(signature.KeyType) is { } curve)
            return SshEcdsa.Verify(signature, curve, payload);
        return signature.KeyType == SshKeyTypes.Rsa
            ? SshRsa.Verify(signature, payload)
            : SshEd25519.Verify(signature, payload, ed25519);
    }
}
