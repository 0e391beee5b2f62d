using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>Verifies the raw bytes of a tag: grammar, signature, signer.</summary>
public static class TagVerifier
{
    /// <summary>The namespace Git signs in.</summary>
    public const string Namespace = "git";

    /// <summary>Verifies a tag's body, as <c>git cat-file tag</c> prints it, by an allowed_signers file.</summary>
    public static Checked<VerifiedTag> Verify(ReadOnlyMemory<byte> body, AllowedSigners signers, Ed25519Verify ed25519) =>
        Verify(body, RoleKeys.AnyOf(signers), ed25519);

    /// <summary>Verifies a tag's body, as <c>git cat-file tag</c> prints it, by the keys of a role.</summary>
    public static Checked<VerifiedTag> Verify(ReadOnlyMemory<byte> body, RoleKeys keys, Ed25519Verify ed25519)
    {
        // One copy is read and verified: the caller still holds the array behind the memory.
        if (!TagObject.Parse(body.ToArray()).Try(out var tag, out var rejection))
            return rejection;
        return SshVerifier.Verify(tag.Payload.Span, tag.Armour.Span, Namespace, keys, tag.Tagger.Time, ed25519)
            .Try(out var signature, out rejection)
            ? new VerifiedTag(tag, signature)
            : rejection;
    }
}
