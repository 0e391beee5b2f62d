namespace GitEdge.Core.Trust;

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
        return SshEd25519.Verify(signature, payload, ed25519) is { } bad
            ? bad
            : new GoodSignature(signature, isHardwareKey: false, userVerified: false);
    }
}
