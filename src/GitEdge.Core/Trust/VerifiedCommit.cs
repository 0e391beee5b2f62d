namespace GitEdge.Core.Trust;

/// <summary>A commit whose signature is good and whose signer is allowed. Only Core makes one.</summary>
public sealed class VerifiedCommit
{
    internal VerifiedCommit(string id, CommitObject commit, VerifiedSignature signature)
    {
        Id = id;
        Commit = commit;
        Signature = signature;
    }

    /// <summary>The commit's id, 40 hexadecimal digits. It covers the signature too, so that a second signature makes a second id.</summary>
    public string Id { get; }

    /// <summary>The commit.</summary>
    public CommitObject Commit { get; }

    /// <summary>The signature: key, namespace, signer.</summary>
    public VerifiedSignature Signature { get; }

    /// <summary>Who signed, as allowed_signers calls them.</summary>
    public string Principal => Signature.Principal;

    /// <summary>With which key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string KeyFingerprint => Signature.KeyFingerprint;
}
