namespace GitEdge.Core.Trust.Keys;

/// <summary>The rejections that every algorithm has.</summary>
internal static class SignatureFault
{
    /// <summary>The key is not what its type says.</summary>
    public static Rejection Key(SshSignature signature, string expected) =>
        Rejection.Because(RejectionReason.SigningKeyInvalid, $"A key of type {signature.KeyType} is exactly: {expected}.");

    /// <summary>The signature is not what the key's type asks for.</summary>
    public static Rejection Form(SshSignature signature, string expected) => Rejection.Because(RejectionReason.SignatureBlobInvalid,
        $"The signature has type {Untrusted.Show(signature.SignatureType)}; one by a key of type {signature.KeyType} is exactly: {expected}.");

    /// <summary>The mathematics say no.</summary>
    public static Rejection Bad(SshSignature signature) => Rejection.Because(RejectionReason.BadSignature,
        $"The signature of key {SshFingerprint.Of(signature.PublicKey.Span)} does not fit the bytes.");
}
