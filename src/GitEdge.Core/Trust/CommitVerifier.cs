using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>Verifies the raw bytes of a commit: grammar, signature, signer.</summary>
public static class CommitVerifier
{
    /// <summary>Verifies a commit's body, as <c>git cat-file commit</c> prints it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="signers">Who may sign; their windows are compared with the committer's time.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<VerifiedCommit> Verify(ReadOnlyMemory<byte> body, AllowedSigners signers, Ed25519Verify ed25519)
    {
        // One copy is read and verified: the caller still holds the array behind the memory.
        ReadOnlyMemory<byte> bytes = body.ToArray();
        if (!CommitObject.Parse(bytes).Try(out var commit, out var rejection))
            return rejection;
        return SshVerifier.Verify(commit.Payload.Span, commit.Armour.Span, TagVerifier.Namespace, RoleKeys.AnyOf(signers), commit.Committer.Time, ed25519)
            .Try(out var signature, out rejection)
            ? new VerifiedCommit(CommitObject.IdOf(bytes.Span), commit, signature)
            : rejection;
    }
}
