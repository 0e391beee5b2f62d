using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// A trust document that is believed: the one a device was enrolled with, or a later one that a chain of thresholds leads
/// to. Only Core makes one.
/// </summary>
public sealed class TrustedRoot
{
    internal TrustedRoot(TrustDocument document, ReadOnlyMemory<byte> content, IReadOnlyList<string> principals)
    {
        Document = document;
        Content = content;
        Principals = principals;
    }

    /// <summary>What it says.</summary>
    public TrustDocument Document { get; }

    /// <summary>Its bytes, which are what is persisted.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Who signed it for the version before; empty for the first.</summary>
    public IReadOnlyList<string> Principals { get; }

    /// <summary>The digest of its bytes: a fork of the chain shows in it.</summary>
    public Sha256Digest Digest => Sha256Digest.Of(Content.Span);

    // The day and not the second: what stays as it is is told once a day, and not at every poll.

    /// <summary>Null while the document counts; else why nothing new is taken by it.</summary>
    /// <param name="now">The time, never lower than the device's time floor.</param>
    public Rejection? CheckTime(DateTimeOffset now) => now < Document.Expires
        ? null
        : Rejection.Because(RejectionReason.TrustExpired, $"Trust document {Document.Version} expired at {Document.Expires:u}; it is {now:yyyy-MM-dd}.");
}
