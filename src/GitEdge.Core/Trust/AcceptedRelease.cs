using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>
/// What a device remembers of the last release it accepted, so that it never takes an older one. Kept per repository and
/// channel, written and synced before anything of the release is staged.
/// </summary>
public sealed record AcceptedRelease
{
    /// <summary>The repository.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The release's number.</summary>
    public required long Counter { get; init; }

    /// <summary>What exactly was accepted under that number.</summary>
    public required Sha256Digest Statement { get; init; }

    /// <summary>The commit, from which every later release must descend.</summary>
    public required string Commit { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it was tagged, by its signer's word; null where that was not remembered.</summary>
    public DateTimeOffset? TaggedAt { get; init; }

    /// <summary>The lowest number of this epoch that the device may go back to; null: any.</summary>
    public long? Floor { get; init; }

    /// <summary>The greatest version of the trust document that was believed by then; null on a device without one.</summary>
    public long? TrustVersion { get; init; }

    /// <summary>The greatest version of the hold document that was believed by then; null when there was none.</summary>
    public long? HoldVersion { get; init; }

    /// <summary>The digest of that hold document: another of the same version is not taken for it when the document is lost.</summary>
    public Sha256Digest? HoldDigest { get; init; }
}
