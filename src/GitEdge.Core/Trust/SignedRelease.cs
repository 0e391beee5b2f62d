using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>
/// A release whose signature, name and files are verified: its manifests may now be read. Whether it may be installed is
/// still open. Only Core makes one.
/// </summary>
public sealed class SignedRelease
{
    internal SignedRelease(SignedTag tag, VerifiedFiles files, ReleaseContext context)
    {
        Tag = tag.Tag;
        Name = tag.Name;
        Lock = tag.Trailer.Lock;
        Files = files;
        Context = context;
    }

    /// <summary>The verified tag.</summary>
    public VerifiedTag Tag { get; }

    /// <summary>Channel and counter, as the tag's name says.</summary>
    public ReleaseRef Name { get; }

    /// <summary>The digest of GITEDGE.lock.</summary>
    public Sha256Digest Lock { get; }

    /// <summary>The manifests, golden files and units.</summary>
    public VerifiedFiles Files { get; }

    internal ReleaseContext Context { get; }
}
