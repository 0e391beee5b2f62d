namespace GitEdge.Core.Trust;

/// <summary>A signature that fits its payload, by somebody who may make it. Only Core makes one.</summary>
public sealed class VerifiedSignature
{
    internal VerifiedSignature(GoodSignature signature, AllowedSigner signer)
    {
        Signature = signature;
        Signer = signer;
    }

    /// <summary>The signature: key, namespace, what a hardware token attests.</summary>
    public GoodSignature Signature { get; }

    /// <summary>The line of allowed_signers that allows it.</summary>
    public AllowedSigner Signer { get; }

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string Principal => Signer.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => Signature.KeyFingerprint;
}
