using GitEdge.Agent.Git.Transports;

namespace GitEdge.Agent.Git;

/// <summary>One poll of one remote: list, compare, and only if something is new, fetch, check and record.</summary>
internal sealed class RemotePoll(GitStore store, ReleaseNames names, GitLimits limits)
{
    /// <summary>Polls.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="open">Makes the wire; null for a folder of this device.</param>
    /// <param name="notices">What a person should know is added here.</param>
    /// <param name="cancellation">Ends it, at the latest with the next byte.</param>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public FetchOutcome Run(GitEndpoint endpoint, Func<GitEndpoint, TransferBudget, CancellationToken, IGitWire?> open,
        List<string> notices, CancellationToken cancellation)
    {
        var stored = GitReferences.List(store.Repository, names.Listed);
        var past = GitReferences.List(store.Repository, names.Past);
        var budget = new TransferBudget(endpoint, limits.TransferBytes);
        using var session = new RemoteSession(store, endpoint, open(endpoint, budget, cancellation), budget, cancellation);
        if (session.List(limits.References, names.Listed, out var advertised) is { } refused)
            return new FetchOutcome.Failed(refused);
        var plan = ReferencePlan.Compare(names, advertised, stored, past);
        notices.AddRange(plan.OddNames.Take(10).Select(name => $"Tag {name} of remote '{endpoint.Name}' is ignored: a release tag ends in a plain number."));
        if (plan.IsEmpty)
            return new FetchOutcome.Unchanged(endpoint.Name);
        if (Obtain(session, plan, endpoint) is { } fault)
            return new FetchOutcome.Failed(fault);
        notices.AddRange(new ReferenceUpdate(store, names).Apply(plan, past));
        return new FetchOutcome.Fetched(endpoint.Name, new FetchedRefs
        {
            Added = plan.Added,
            Moved = plan.Moved,
            Gone = plan.Gone,
            Bytes = budget.Spent,
        });
    }

    /// <summary>Asks the remote for its list and leaves it at that.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="open">Makes the wire; null for a folder of this device.</param>
    /// <param name="cancellation">Ends it, at the latest with the next byte.</param>
    public FetchOutcome Ask(GitEndpoint endpoint, Func<GitEndpoint, TransferBudget, CancellationToken, IGitWire?> open, CancellationToken cancellation)
    {
        var budget = new TransferBudget(endpoint, limits.TransferBytes);
        using var session = new RemoteSession(store, endpoint, open(endpoint, budget, cancellation), budget, cancellation);
        return session.List(limits.References, names.Listed, out _) is { } refused
            ? new FetchOutcome.Failed(refused)
            : new FetchOutcome.Unchanged(endpoint.Name);
    }

    private GitFault? Obtain(RemoteSession session, ReferencePlan plan, GitEndpoint endpoint)
    {
        var wanted = plan.Added.Concat(plan.Moved).Select(c => c.After!.Value).ToList();
        if (wanted.Count == 0)
            return null;
        if (session.Download(names.RefSpec) is { } fault)
            return fault;
        var check = new ArrivalCheck(new ObjectReader(store), limits);
        var missing = wanted.Select(id => check.FirstMissing(id)).FirstOrDefault(id => id is not null);
        return missing is null
            ? null
            : GitFaults.Of(GitFaultReason.Incomplete, endpoint, $"it lists a release and did not send object {missing}, which belongs to it.");
    }
}
