namespace GitEdge.Agent.Git;

/// <summary>What a remote may cost: everything beyond is refused by name.</summary>
internal sealed record GitLimits
{
    /// <summary>References a remote may advertise, all namespaces together.</summary>
    public int References { get; init; } = 20_000;

    /// <summary>Bytes received in one poll, advertisement included.</summary>
    public long TransferBytes { get; init; } = 256L << 20;

    /// <summary>Objects in one pack.</summary>
    public int PackObjects { get; init; } = 1_000_000;

    /// <summary>Time for one remote, from the first connection to the last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of a single object that is read whole: a tag, a commit, a tree.</summary>
    public long ObjectBytes { get; init; } = 1L << 20;

    /// <summary>Files of one release.</summary>
    public int Files { get; init; } = 10_000;

    /// <summary>Bytes of one file of a release.</summary>
    public long FileBytes { get; init; } = 32L << 20;

    /// <summary>Bytes of all files of one release.</summary>
    public long TreeBytes { get; init; } = 128L << 20;

    /// <summary>Folders within folders.</summary>
    public int TreeDepth { get; init; } = 16;
}
