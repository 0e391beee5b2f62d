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
}
