using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust.Roles;

/// <summary>What a device knows of holds beside the document itself, which may be lost.</summary>
/// <param name="Channel">The device's channel: its signers stand behind what the device cannot judge alone.</param>
/// <param name="Version">The greatest version that was ever believed; 0: none.</param>
/// <param name="Digest">The digest of that document; null when it is not known.</param>
public sealed record HoldMark(string Channel, long Version = 0, Sha256Digest? Digest = null)
{
    /// <summary>The mark that goes with the release accepted last.</summary>
    public static HoldMark Of(string channel, AcceptedRelease? accepted) => new(channel, accepted?.HoldVersion ?? 0, accepted?.HoldDigest);

    /// <summary>Whether these are the very bytes that were believed under the marked version.</summary>
    internal bool IsOf(HoldDocument document, ReadOnlyMemory<byte> content) => document.Version == Version && Digest == Sha256Digest.Of(content.Span);
}
