namespace GitEdge.Core.Trust;

/// <summary>A tag whose signature is good and whose signer is allowed. Only Core makes one.</summary>
public sealed class VerifiedTag
{
    internal VerifiedTag(TagObject tag, VerifiedSignature signature)
    {
        Tag = tag;
        Signature = signature;
    }

    /// <summary>The tag.</summary>
    public TagObject Tag { get; }

    /// <summary>The signature: key, namespace, signer.</summary>
    public VerifiedSignature Signature { get; }

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string Principal => Signature.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => Signature.KeyFingerprint;

    /// <summary>Null when the ref, for example <c>refs/tags/rollout/prod/7</c>, has the name the signed tag says.</summary>
    public Rejection? CheckRef(string refName) => refName == ReleaseRef.Prefix + Tag.Name
        ? null
        : Rejection.Because(RejectionReason.TagNameMismatch,
            $"The ref is {Untrusted.Show(refName)}, the signed tag says {Untrusted.Show(Tag.Name)}.");
}
