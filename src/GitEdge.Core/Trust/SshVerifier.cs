using GitEdge.Core.Trust.Keys;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>
/// The one place where SSH signatures (OpenSSH PROTOCOL.sshsig) are verified, whatever they sign: armour, blob and namespace,
/// then the mathematics, then the signer. Verified are Ed25519 (RFC 8032, RFC 8709), ECDSA on the three NIST curves (RFC 5656), RSA
/// with SHA-2 (RFC 8332) from 3072 bits, and Ed25519 and ECDSA keys in hardware tokens (OpenSSH PROTOCOL.u2f) that were touched.
/// Certificates, browser signatures (webauthn), DSA, SHA-1, X.509 and OpenPGP are rejected by name.
/// </summary>
public static class SshVerifier
{
    /// <summary>Which key signed; whether it may is still open.</summary>
    /// <param name="payload">What was signed.</param>
    /// <param name="armour">The armoured signature, with nothing before or after it.</param>
    /// <param name="purpose">The namespace it must be made for.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<GoodSignature> VerifyKey(
        ReadOnlySpan<byte> payload, ReadOnlySpan<byte> armour, string purpose, Ed25519Verify ed25519) =>
        SshSignature.Parse(armour, purpose).Try(out var signature, out var rejection)
            ? SshAlgorithms.Verify(signature, payload, ed25519)
            : rejection;

    /// <summary>Who signed: the key, and the principal whose it is at a time.</summary>
    /// <param name="payload">What was signed.</param>
    /// <param name="armour">The armoured signature, with nothing before or after it.</param>
    /// <param name="purpose">The namespace it must be made for.</param>
    /// <param name="keys">Who may sign.</param>
    /// <param name="at">The time that the signers' windows are compared with.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<VerifiedSignature> Verify(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> armour, string purpose,
        RoleKeys keys, DateTimeOffset at, Ed25519Verify ed25519)
    {
        if (!VerifyKey(payload, armour, purpose, ed25519).Try(out var signature, out var rejection))
            return rejection;
        if (!keys.Find(signature.PublicKey, purpose, at).Try(out var signer, out rejection))
            return rejection;
        return keys.UserVerificationRequired && signature is { IsHardwareKey: true, UserVerified: false }
            ? Rejection.Because(RejectionReason.UserVerificationMissing,
                $"The token of {Untrusted.Show(signer.Principal)} asked for a touch alone.")
            : new VerifiedSignature(signature, signer);
    }
}
