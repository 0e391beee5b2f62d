namespace GitEdge.Core.Trust;

/// <summary>Verifies the raw bytes of a tag: grammar, signature, signer.</summary>
public static class TagVerifier
{
    /// <summary>The namespace Git signs in.</summary>
    public const string Namespace = "git";

    /// <summary>Verifies a tag's body, as <c>git cat-file tag</c> prints it.</summary>
    public static Checked<VerifiedTag> Verify(ReadOnlyMemory<byte> body, AllowedSigners signers, Ed25519Verify ed25519)
    {
        // One copy is read and verified: the caller still holds the array behind the memory.
        if (!TagObject.Parse(body.ToArray()).Try(out var tag, out var rejection))
            return rejection;
        if (!SshSignature.Parse(tag.Armour.Span, Namespace).Try(out var signature, out rejection))
            return rejection;
        if (SshAlgorithms.Verify(signature, tag.Payload.Span, ed25519) is { } bad)
            return bad;
        return signers.Find(signature.PublicKey.Span, Namespace, tag.Tagger.Time).Try(out var signer, out rejection)
            ? new VerifiedTag(tag, signer)
            : rejection;
    }
}
