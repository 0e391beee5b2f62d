namespace GitEdge.Agent.Git;

/// <summary>How a poll ended: exactly one of the nested records.</summary>
internal abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>What a person should know besides: a damaged copy was set aside, a tag has an odd name.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The remotes that failed, in the order they were tried.</summary>
    public IReadOnlyList<GitFault> Faults { get; init; } = [];

    /// <summary>A remote answered, and nothing is new. Nothing was written.</summary>
    /// <param name="Remote">The name of the remote that answered.</param>
    internal sealed record Unchanged(string Remote) : FetchOutcome;

    /// <summary>A remote answered with something new.</summary>
    /// <param name="Remote">The name of the remote that answered.</param>
    /// <param name="Refs">What is new.</param>
    internal sealed record Fetched(string Remote, FetchedRefs Refs) : FetchOutcome;

    /// <summary>No remote could be used.</summary>
    /// <param name="Fault">The fault that decides the next move: the most hopeful of <see cref="Faults"/>.</param>
    internal sealed record Failed(GitFault Fault) : FetchOutcome;
}
