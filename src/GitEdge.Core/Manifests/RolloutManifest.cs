namespace GitEdge.Core.Manifests;

/// <summary>rollouts/&lt;channel&gt;.yaml: which release of a channel this is, and when it counts.</summary>
public sealed record RolloutManifest
{
    /// <summary>The tree it was bound from, for the places of its values.</summary>
    public required ManifestNode Source { get; init; }

    /// <summary>The channel, the name of its file.</summary>
    public required string Channel { get; init; }

    /// <summary>Raised only when the counters of a fleet begin anew; compared before <see cref="Counter"/>.</summary>
    public required long Epoch { get; init; }

    /// <summary>The release's number; 0 in a channel that was never released.</summary>
    public required long Counter { get; init; }

    /// <summary>Releases below this number are recalled: a device goes back to none of them.</summary>
    public long MinCounter { get; init; }

    /// <summary>What becomes of this release when it is recalled and nothing good was before it.</summary>
    public RecallRule WhenRecalled { get; init; }

    /// <summary>When the release was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Before this time no device activates it; null means at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>After this time no device takes it; null means never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The waves, in the order of their shares; empty means every device at once.</summary>
    public IReadOnlyList<WaveSpec> Waves { get; init; } = [];
}
