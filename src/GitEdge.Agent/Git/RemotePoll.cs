using System.Globalization;
using GitEdge.Agent.Git.Transports;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Git;

/// <summary>One poll of one remote: list, compare, and only if something is new, fetch, check and record.</summary>
/// <param name="store">The device's copy.</param>
/// <param name="names">The channel's references.</param>
/// <param name="limits">What it may cost.</param>
/// <param name="isEvidence">Whether a tag that is not listed any more is worth keeping.</param>
internal sealed class RemotePoll(GitStore store, ReleaseNames names, GitLimits limits, EvidenceRule isEvidence)
{
    // A pack's index, and what the file system needs for itself, have to fit as well.
    private const long LeastRoom = 1 << 20;

    /// <summary>Polls. Null when something is new and the device's copy is too large to take it.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="open">Makes the wire; null for a folder of this device.</param>
    /// <param name="notices">What a person should know is added here.</param>
    /// <param name="patience">Ends it, at the latest with the next byte.</param>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public FetchOutcome? Run(GitEndpoint endpoint, Func<GitEndpoint, TransferBudget, CancellationToken, IGitWire?> open,
        List<string> notices, PollPatience patience)
    {
        var stored = names.Prefixes.SelectMany(prefix => GitReferences.List(store.Repository, prefix)).Where(one => names.IsFollowed(one.Key))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        var past = GitReferences.List(store.Repository, names.Past);
        var budget = new TransferBudget(endpoint, limits);
        using var session = new RemoteSession(store, endpoint, open(endpoint, budget, patience.Token), budget, patience);
        if (session.List(limits.References, names.IsFollowed, out var advertised) is { } refused)
            return new FetchOutcome.Failed(refused);
        var plan = ReferencePlan.Compare(names, advertised, stored, past);
        notices.AddRange(plan.OddNames.Take(10).Select(name =>
            $"Tag {ControlText.EscapeName(name)} of remote '{endpoint.Name}' is ignored: a release tag ends in a plain number, a co-signature in one and a plain label."));
        if (plan.IsEmpty)
            return new FetchOutcome.Unchanged(endpoint.Name);
        var wanted = plan.Wanted.ToList();
        if (wanted.Count > 0 && GitStoreLayout.Packs(store.FullPath).Sum(file => file.Length) > limits.StoreBytes)
            return null;
        if (wanted.Count > 0 && (FindRoom(endpoint, budget) ?? Download(session, endpoint, wanted, patience.Token)) is { } fault)
            return new FetchOutcome.Failed(fault);
        patience.Token.ThrowIfCancellationRequested();
        notices.AddRange(new ReferenceUpdate(store, names, isEvidence, limits).Apply(plan, past));
        return new FetchOutcome.Fetched(endpoint.Name, new FetchedRefs
        {
            Added = plan.Added,
            Moved = plan.Moved,
            Gone = plan.Gone,
            Bytes = budget.Spent,
        });
    }

    private GitFault? FindRoom(GitEndpoint endpoint, TransferBudget budget)
    {
        if (Room() < LeastRoom)
            GitStoreLayout.RemoveAside(store.FullPath);
        if (Room() is var room && room < LeastRoom)
            return GitFaults.DiskFull(endpoint, store.FullPath, string.Create(CultureInfo.InvariantCulture,
                $"something new is there and was not fetched: {limits.DiskReserve} bytes are to stay free, and the disk of '{store.FullPath}' has {FileSpace.FreeAt(store.FullPath)}."));
        budget.LimitTo(room, store.FullPath);
        return null;

        // Half of it for the pack, the other for its index, which may be larger when the objects are small.
        long Room() => (FileSpace.FreeAt(store.FullPath) - limits.DiskReserve) / 2;
    }

    private GitFault? Download(RemoteSession session, GitEndpoint endpoint, List<GitObjectId> wanted, CancellationToken cancellation)
    {
        var before = GitStoreLayout.Packs(store.FullPath);
        GitObjectId? missing = null;
        var isComplete = false;
        try
        {
            if (session.Download(names.RefSpecs) is { } fault)
                return fault;
            var check = new ArrivalCheck(new ObjectReader(store, blamesStore: false), limits);
            missing = wanted.Select(id => check.FirstMissing(id, cancellation)).FirstOrDefault(id => id is not null);
            isComplete = missing is null;
            return isComplete ? null : GitFaults.Of(GitFaultReason.Incomplete, endpoint, $"it lists a release and did not send object {missing}, which belongs to it.");
        }
        finally
        {
            // Nothing names them, and the next attempt would bring them again.
            if (!isComplete && GitStoreLayout.RemovePacksExcept(store.FullPath, before))
                store.MarkStale();
            // What is gone with them was the remote's; what is still here and could not be read is damage of our own.
            if (missing is { } id)
                store.MarkDamagedIfStillHere(id);
        }
    }
}
