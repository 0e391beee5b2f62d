namespace GitEdge.Agent.Git;

/// <summary>What a remote may cost: everything beyond is refused by name.</summary>
internal sealed record GitLimits
{
    /// <summary>References a remote may advertise, all namespaces together.</summary>
    public int References { get; init; } = 20_000;

    /// <summary>Bytes of the list of references, which is held in memory.</summary>
    public long ListBytes { get; init; } = 8L << 20;

    /// <summary>Bytes received in one poll, the list included.</summary>
    public long TransferBytes { get; init; } = 256L << 20;

    /// <summary>Objects in one pack.</summary>
    public int PackObjects { get; init; } = 1_000_000;

    /// <summary>Bytes of packs in the device's copy; beyond, it is begun afresh. Fetches add packs and nothing ever repacks them.</summary>
    public long StoreBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of the disk that stay free.</summary>
    public long DiskReserve { get; init; }

    /// <summary>Files and folders of a repository that is a folder of this device.</summary>
    public int LocalFiles { get; init; } = 200_000;

    /// <summary>Time for one remote, from the first connection to the last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Bytes per second that a remote must reach on average while it is waited for, over <see cref="RateWindow"/> of such time, from the
    /// connection on; 0 asks nothing.
    /// </summary>
    public long MinimumRate { get; init; } = 1024;

    /// <summary>See <see cref="MinimumRate"/>.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of a single object that is read whole: a tag, a commit, a tree.</summary>
    public long ObjectBytes { get; init; } = 1L << 20;

    /// <summary>Bytes of one co-signature: its armour has at most 16 KiB.</summary>
    public long CosignatureBytes { get; init; } = 64L << 10;

    /// <summary>Files of one release.</summary>
    public int Files { get; init; } = 10_000;

    /// <summary>Bytes of one file of a release.</summary>
    public long FileBytes { get; init; } = 32L << 20;

    /// <summary>Bytes of all files of one release.</summary>
    public long TreeBytes { get; init; } = 128L << 20;

    /// <summary>Folders within folders.</summary>
    public int TreeDepth { get; init; } = 16;
}
