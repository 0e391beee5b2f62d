namespace GitEdge.Core.Trust.Keys;

/// <summary>What each name of an SSH key type means here.</summary>
internal static class SshKeyTypes
{
    public const string Ed25519 = "ssh-ed25519";
    public const string TokenEd25519 = "sk-ssh-ed25519@openssh.com";
    public const string TokenEcdsa = "sk-ecdsa-sha2-nistp256@openssh.com";
    public const string EcdsaP256 = "ecdsa-sha2-nistp256";
    public const string EcdsaP384 = "ecdsa-sha2-nistp384";
    public const string EcdsaP521 = "ecdsa-sha2-nistp521";

    /// <summary>The keys; as the type of a signature it means SHA-1.</summary>
    public const string Rsa = "ssh-rsa";

    /// <summary>Signatures by a key of type ssh-rsa.</summary>
    public const string RsaSha256 = "rsa-sha2-256";

    /// <inheritdoc cref="RsaSha256"/>
    public const string RsaSha512 = "rsa-sha2-512";

    /// <summary>Whether signatures of such keys can be verified, so that they may stand in allowed_signers.</summary>
    public static bool IsSupported(string name) =>
        name is Ed25519 or TokenEd25519 or TokenEcdsa or EcdsaP256 or EcdsaP384 or EcdsaP521 or Rsa;

    /// <summary>Whether such keys live in a hardware token.</summary>
    public static bool IsToken(string name) => name is TokenEd25519 or TokenEcdsa;

    /// <summary>Whether the word is the name of a key type at all, and not an option or a mistyped key.</summary>
    public static bool IsName(string word) => IsSupported(word) || Judge(word, word) is not RejectionReason.UnknownKeyType;

    /// <summary><see cref="RejectionReason.Unknown"/> when signatures of this kind can be verified, else why not.</summary>
    public static RejectionReason Judge(string keyType, string signatureType)
    {
        if (IsWebauthn(keyType) || IsWebauthn(signatureType))
            return RejectionReason.WebauthnKey;
        if (IsCertificate(keyType) || IsCertificate(signatureType))
            return RejectionReason.CertificateKey;
        if (keyType == "ssh-dss")
            return RejectionReason.DssKey;
        if (keyType.StartsWith("x509v3-", StringComparison.Ordinal))
            return RejectionReason.X509Signature;
        if (keyType.StartsWith("pgp-sign-", StringComparison.Ordinal))
            return RejectionReason.OpenPgpSignature;
        if (keyType == Rsa && signatureType == Rsa)
            return RejectionReason.RsaSha1Signature;
        return IsSupported(keyType) ? RejectionReason.Unknown : RejectionReason.UnknownKeyType;
    }

    private static bool IsWebauthn(string name) => name.StartsWith("webauthn-", StringComparison.Ordinal);

    private static bool IsCertificate(string name) => name.EndsWith("-cert-v01@openssh.com", StringComparison.Ordinal)
        || name.EndsWith("-cert-v00@openssh.com", StringComparison.Ordinal);
}
