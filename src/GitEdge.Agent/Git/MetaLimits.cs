namespace GitEdge.Agent.Git;

/// <summary>What may be read of branch <c>gitedge-meta</c> at one look.</summary>
internal sealed record MetaLimits
{
    /// <summary>Files and folders in the folders that are opened.</summary>
    public int Files { get; init; } = 20_000;

    /// <summary>Bytes of all files that are read.</summary>
    public long Bytes { get; init; } = 16L << 20;
}
