namespace GitEdge.Core.Trust;

/// <summary>The bytes of a file whose detached signature is good and whose signer is allowed. Only Core makes one.</summary>
public sealed class VerifiedFile
{
    internal VerifiedFile(ReadOnlyMemory<byte> bytes, VerifiedSignature signature)
    {
        Bytes = bytes;
        Signature = signature;
    }

    /// <summary>The signed bytes: read these, not the file again.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signature: key, namespace, signer.</summary>
    public VerifiedSignature Signature { get; }

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string Principal => Signature.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => Signature.KeyFingerprint;
}
