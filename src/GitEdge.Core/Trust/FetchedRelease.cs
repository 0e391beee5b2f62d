namespace GitEdge.Core.Trust;

/// <summary>What was fetched for one release ref. Nothing in it is to be believed.</summary>
public sealed record FetchedRelease
{
    /// <summary>The ref's full name, <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>.</summary>
    public required string RefName { get; init; }

    /// <summary>The id of the object the ref points to, in hexadecimal.</summary>
    public required string TagId { get; init; }

    /// <summary>The body of that object, whatever its type: without Git's header, with its signature.</summary>
    public required ReadOnlyMemory<byte> TagBytes { get; init; }

    /// <summary>The id of the commit whose tree <see cref="Files"/> are.</summary>
    public required string CommitId { get; init; }

    /// <summary>The regular files of the commit's tree, GITEDGE.lock among them, by path with forward slashes.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>Whether the commit is the accepted one or descends from it; null when nobody knows.</summary>
    public bool? DescendsFromAccepted { get; init; }

    /// <summary>The tag alone.</summary>
    public FetchedTag Tag => new(RefName, TagId, TagBytes);
}
