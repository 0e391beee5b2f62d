namespace GitEdge.Agent.Git;

/// <summary>A release as it came from the remote: bytes, nothing of it verified.</summary>
internal sealed record FetchedRevision
{
    /// <summary>The reference, its counter and how it stands with the remote.</summary>
    public required ReleaseTag Tag { get; init; }

    /// <summary>The object the reference names, byte for byte; a tag only if <see cref="ReleaseTag.IsLightweight"/> is false.</summary>
    public required ReadOnlyMemory<byte> RawTag { get; init; }

    /// <summary>The commit that the tag's first line names; null when the tag is lightweight or names no commit.</summary>
    public GitObjectId? TargetCommit { get; init; }

    /// <summary>The commit's files; empty without a commit.</summary>
    public required ReleaseTree Tree { get; init; }

    /// <summary>
    /// Whether <see cref="TargetCommit"/> is the accepted commit or has it among its ancestors; null when nothing was
    /// accepted yet, or when one of the commits is not here.
    /// </summary>
    public bool? DescendsFromAccepted { get; init; }

    /// <summary>The full name of the reference.</summary>
    public string RefName => Tag.RefName;

    /// <summary>The name of the object that the reference names.</summary>
    public GitObjectId TagObjectId => Tag.ObjectId;

    /// <summary>The commit's regular files by path.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files => Tree.Files;
}
