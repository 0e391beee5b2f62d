using GitEdge.Agent.Git.Transports;

namespace GitEdge.Agent.Git;

/// <summary>Asks a remote for its list and leaves it at that.</summary>
/// <param name="store">The device's copy; nothing is written to it.</param>
/// <param name="limits">What it may cost.</param>
/// <param name="isFollowed">Sees every name that is listed.</param>
internal sealed class RemoteAsk(GitStore store, GitLimits limits, Func<string, bool> isFollowed)
{
    /// <summary>Asks.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="open">Makes the wire; null for a folder of this device.</param>
    /// <param name="patience">Ends it, at the latest with the next byte.</param>
    public FetchOutcome Run(GitEndpoint endpoint, Func<GitEndpoint, TransferBudget, CancellationToken, IGitWire?> open, PollPatience patience)
    {
        var budget = new TransferBudget(endpoint, limits);
        using var session = new RemoteSession(store, endpoint, open(endpoint, budget, patience.Token), budget, patience);
        return session.List(limits.References, isFollowed, out _) is { } refused
            ? new FetchOutcome.Failed(refused)
            : new FetchOutcome.Unchanged(endpoint.Name);
    }
}
