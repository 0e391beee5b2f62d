namespace GitEdge.Agent.Git;

/// <summary>What is new since the last poll. Everything named here is on disk, synced.</summary>
internal sealed record FetchedRefs
{
    /// <summary>Tags seen for the first time, or listed again with the same object as before.</summary>
    public IReadOnlyList<TagChange> Added { get; init; } = [];

    /// <summary>Tags that name another object than before: nobody does that to a release by accident.</summary>
    public IReadOnlyList<TagChange> Moved { get; init; } = [];

    /// <summary>Tags the remote no longer lists; what they named is kept.</summary>
    public IReadOnlyList<TagChange> Gone { get; init; } = [];

    /// <summary>Bytes received.</summary>
    public long Bytes { get; init; }
}
