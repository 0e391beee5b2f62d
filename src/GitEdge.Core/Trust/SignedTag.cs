namespace GitEdge.Core.Trust;

/// <summary>
/// A release tag whose signature, name and trailer are verified: what it names may now be read. Only Core makes one.
/// </summary>
public sealed class SignedTag
{
    internal SignedTag(VerifiedTag tag, ReleaseRef name, LockTrailer trailer, TrustPolicy policy)
    {
        Tag = tag;
        Name = name;
        Trailer = trailer;
        Policy = policy;
    }

    /// <summary>The verified tag.</summary>
    public VerifiedTag Tag { get; }

    /// <summary>Channel and counter, as the tag's name says.</summary>
    public ReleaseRef Name { get; }

    /// <summary>What the tag says of GITEDGE.lock.</summary>
    public LockTrailer Trailer { get; }

    /// <summary>The id of the signed commit, 40 hexadecimal digits.</summary>
    public string Commit => Tag.Tag.Target;

    /// <summary>The policy it was verified against.</summary>
    internal TrustPolicy Policy { get; }
}
