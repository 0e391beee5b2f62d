namespace GitEdge.Core.Trust;

/// <summary>What each name of an SSH key type means here.</summary>
internal static class SshKeyTypes
{
    public const string Ed25519 = "ssh-ed25519";

    // Known, sound, and not verified yet: each gets a type of its own beside SshEd25519.
    private static readonly string[] Later =
    [
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
        "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    ];

    /// <summary>Whether a key of this type may stand in allowed_signers: a real key, even if it cannot verify anything yet.</summary>
    public static bool MayBeListed(string name) => name == Ed25519 || Later.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether the word is the name of a key type at all, and not an option or a mistyped key.</summary>
    public static bool IsName(string word) => Judge(word, word) is not RejectionReason.UnknownKeyType;

    /// <summary><see cref="RejectionReason.Unknown"/> when signatures of this kind can be verified, else why not.</summary>
    public static RejectionReason Judge(string keyType, string signatureType)
    {
        if (IsWebauthn(keyType) || IsWebauthn(signatureType))
            return RejectionReason.WebauthnKey;
        if (keyType.EndsWith("-cert-v01@openssh.com", StringComparison.Ordinal)
            || keyType.EndsWith("-cert-v00@openssh.com", StringComparison.Ordinal))
            return RejectionReason.CertificateKey;
        if (keyType == "ssh-dss")
            return RejectionReason.DssKey;
        if (keyType.StartsWith("x509v3-", StringComparison.Ordinal))
            return RejectionReason.X509Signature;
        if (keyType.StartsWith("pgp-sign-", StringComparison.Ordinal))
            return RejectionReason.OpenPgpSignature;
        if (keyType == Ed25519)
            return RejectionReason.Unknown;
        return MayBeListed(keyType) ? RejectionReason.UnsupportedKeyType : RejectionReason.UnknownKeyType;
    }

    private static bool IsWebauthn(string name) => name.StartsWith("webauthn-", StringComparison.Ordinal);
}
