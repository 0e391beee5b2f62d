using System.Security.Cryptography;

namespace GitEdge.Core.Trust.Keys;

/// <summary>The key type ssh-rsa with the signatures rsa-sha2-256 and rsa-sha2-512 (RFC 8332).</summary>
internal static class SshRsa
{
    public static Rejection? Verify(SshSignature signature, ReadOnlySpan<byte> payload)
    {
        if (RsaKey.Read(signature.PublicKey.Span) is not { } key)
            return SignatureFault.Key(signature, "e and n, both odd and in shortest form, e from 3 and of at most 64 bits");
        if (!key.IsUsable)
            return Rejection.Because(RejectionReason.RsaKeySize,
                $"The key {SshFingerprint.Of(signature.PublicKey.Span)} has {key.Bits} bits.");
        // RFC 8332, section 3, lets a verifier take a number whose leading zeros were left out; that would be a second form.
        if (!TryRead(signature, out var hash, out var bytes) || bytes.Length != key.Bytes)
            return SignatureFault.Form(signature, $"of type rsa-sha2-256 or rsa-sha2-512, with {key.Bytes} bytes");
        return key.Verify(signature.SignedBytes(payload), bytes, hash) ? null : SignatureFault.Bad(signature);
    }

    private static bool TryRead(SshSignature signature, out HashAlgorithmName hash, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        hash = signature.SignatureType switch
        {
            SshKeyTypes.RsaSha256 => HashAlgorithmName.SHA256,
            SshKeyTypes.RsaSha512 => HashAlgorithmName.SHA512,
            _ => default,
        };
        var reader = new SshWireReader(signature.SignatureBlob.Span);
        return hash != default && reader.TryReadName(out _) && reader.TryReadString(out bytes) && reader.AtEnd;
    }
}
