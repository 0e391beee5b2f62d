namespace GitEdge.Core.Trust;

/// <summary>Who stands behind a release so far, for people who have yet to sign it; a device counts by its threshold.</summary>
public static class ReleaseSigners
{
    /// <summary>The principals in the order of their names, who signed the tag or co-signed the same statement.</summary>
    /// <param name="release">The release's tag.</param>
    /// <param name="cosignatures">Tags that may be co-signatures of it; what is none does not count.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static IReadOnlyList<string> Count(SignedTag release, IEnumerable<FetchedTag> cosignatures, Ed25519Verify ed25519) =>
        [.. CosignatureVerifier.Count(release, cosignatures, int.MaxValue, [], ed25519)];
}
