using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>Verifies a file against a signature that <c>ssh-keygen -Y sign -n NAMESPACE</c> wrote beside it.</summary>
public static class DetachedVerifier
{
    /// <summary>Verifies a file's bytes.</summary>
    /// <param name="payload">The whole file, whatever its length.</param>
    /// <param name="armour">The signature file: one armoured signature and nothing else.</param>
    /// <param name="purpose">The namespace it must be signed for, for example <c>gitedge-trust</c>.</param>
    /// <param name="signers">Who may sign.</param>
    /// <param name="at">The time that the signers' windows are compared with; the signature itself has none.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<VerifiedFile> Verify(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> armour, string purpose,
        AllowedSigners signers, DateTimeOffset at, Ed25519Verify ed25519)
    {
        // One copy is verified and given back: the caller still holds the array behind the memory.
        var bytes = payload.ToArray();
        return SshVerifier.Verify(bytes, armour.Span, purpose, RoleKeys.AnyOf(signers), at, ed25519).Try(out var signature, out var rejection)
            ? new VerifiedFile(bytes, signature)
            : rejection;
    }
}
