namespace GitEdge.Agent.Git;

/// <summary>The tags of a channel, as seen from the accepted counter.</summary>
internal sealed record ReleaseCandidates
{
    /// <summary>Tags with the accepted counter, past ones too: another statement among them is an equivocation.</summary>
    public required IReadOnlyList<ReleaseTag> AtAccepted { get; init; }

    /// <summary>Listed tags with a greater counter, highest first.</summary>
    public required IReadOnlyList<ReleaseTag> Above { get; init; }

    /// <summary>Tags with a greater counter that were moved or deleted since they were seen, lowest first.</summary>
    public required IReadOnlyList<ReleaseTag> NoLongerListed { get; init; }

    /// <summary>Listed tags with a lower counter, highest first: of the past, unless their epoch is a later one.</summary>
    public required IReadOnlyList<ReleaseTag> Below { get; init; }

    /// <summary>All of them.</summary>
    public IEnumerable<ReleaseTag> All => [.. AtAccepted, .. Above, .. NoLongerListed, .. Below];
}
