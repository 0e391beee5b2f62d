namespace GitEdge.Core.Trust;

/// <summary>
/// A release tag that says exactly what this device accepted before: known by its digest, whoever signed it and whatever
/// became of the key. Only Core makes one.
/// </summary>
public sealed class KnownTag
{
    internal KnownTag(TagObject tag, ReleaseRef name, LockTrailer trailer, AcceptedRelease accepted)
    {
        Tag = tag;
        Name = name;
        Trailer = trailer;
        Accepted = accepted;
    }

    /// <summary>The tag; only its target, name and trailer are known to be what was accepted.</summary>
    public TagObject Tag { get; }

    /// <summary>Channel and counter.</summary>
    public ReleaseRef Name { get; }

    /// <summary>What it says of GITEDGE.lock.</summary>
    public LockTrailer Trailer { get; }

    /// <summary>What the device remembers.</summary>
    public AcceptedRelease Accepted { get; }
}
