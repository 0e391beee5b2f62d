namespace GitEdge.Core.Trust;

/// <summary>A release that this device accepted before, with its files: its manifests may be read. Only Core makes one.</summary>
public sealed class KnownRelease
{
    internal KnownRelease(KnownTag tag, VerifiedFiles files)
    {
        Tag = tag;
        Files = files;
    }

    /// <summary>The tag, known by its digest.</summary>
    public KnownTag Tag { get; }

    /// <summary>The manifests, golden files and units.</summary>
    public VerifiedFiles Files { get; }
}
