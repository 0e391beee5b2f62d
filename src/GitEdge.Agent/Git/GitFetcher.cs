using System.Collections.Concurrent;
using GitEdge.Agent.Git.Transports;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Git;

/// <summary>
/// Polls remotes and keeps the device's bare copy of the fleet repository. Fetches the release tags of one channel and
/// what they name, on a device that goes by trust documents the co-signatures and their branch as well, and nothing else;
/// reads no configuration, runs no hook, follows no redirect.
/// </summary>
internal sealed class GitFetcher : IDisposable
{
    private readonly GitStore _store;
    private readonly GitLimits _limits;
    private readonly TimeProvider _time;
    private readonly Abandonable _local = new();

    /// <summary>Keeps the copy at <paramref name="path"/>, which is made when it is missing.</summary>
    public GitFetcher(string path, GitLimits limits, TimeProvider time)
    {
        _store = new GitStore(path, time);
        _limits = limits;
        _time = time;
        Objects = new GitObjects(_store, limits);
    }

    /// <summary>Reads what was fetched.</summary>
    public GitObjects Objects { get; }

    /// <summary>Which tags are worth keeping when they are not listed any more; all, unless it is set.</summary>
    public EvidenceRule IsEvidence { get; init; } = (_, _, _) => true;

    /// <summary>Whether co-signatures and the branch of trust documents are fetched too.</summary>
    public bool FollowsTrust { get; init; }

    /// <summary>
    /// Tries the remotes in order until one answers. When nothing is new, nothing is written. Runs on a thread of its own.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ArgumentException">No remotes, or not a channel's name.</exception>
    public Task<FetchOutcome> FetchAsync(IReadOnlyList<GitRemoteOptions> remotes, string channel, CancellationToken cancellation)
    {
        var names = new ReleaseNames(channel, FollowsTrust);
        return StartAsync(remotes, (store, endpoint, told, patience) => new RemotePoll(store, names, _limits, IsEvidence).Run(endpoint, OpenWire, told, patience), cancellation);
    }

    /// <summary>Whether one of the remotes lists what it has. Nothing is fetched or recorded: what is new stays new.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ArgumentException">No remotes, or not a channel's name.</exception>
    public async Task<bool> IsReachableAsync(IReadOnlyList<GitRemoteOptions> remotes, string channel, CancellationToken cancellation) =>
        await AskAsync(remotes, new ReleaseNames(channel, FollowsTrust).IsFollowed, cancellation) is not FetchOutcome.Failed;

    /// <summary>Which channels the first remote that answers lists releases of, sorted. Nothing is fetched or recorded.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="ArgumentException">No remotes.</exception>
    public async Task<(FetchOutcome Outcome, IReadOnlyList<string> Channels)> FindChannelsAsync(IReadOnlyList<GitRemoteOptions> remotes, CancellationToken cancellation)
    {
        // Whoever is left behind at a folder that hangs goes on adding to it.
        var found = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var outcome = await AskAsync(remotes, name => ReleaseRef.Parse(name) is { } release && found.TryAdd(release.Channel, true) && false, cancellation);
        return (outcome, outcome is FetchOutcome.Failed ? [] : [.. found.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_store.Gate)
            _store.Dispose();
    }

    private Task<FetchOutcome> AskAsync(IReadOnlyList<GitRemoteOptions> remotes, Func<string, bool> isFollowed, CancellationToken cancellation) =>
        StartAsync(remotes, (store, endpoint, _, patience) => new RemoteAsk(store, _limits, isFollowed).Run(endpoint, OpenWire, patience), cancellation);

    private Task<FetchOutcome> StartAsync(IReadOnlyList<GitRemoteOptions> remotes, PollStore poll, CancellationToken cancellation)
    {
        if (remotes.Count == 0)
            throw new ArgumentException("There must be at least one remote.", nameof(remotes));
        return Task.Factory.StartNew(() => Visit(remotes, poll, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private FetchOutcome Visit(IReadOnlyList<GitRemoteOptions> remotes, PollStore poll, CancellationToken cancellation)
    {
        lock (_store.Gate)
        {
            var faults = new List<GitFault>();
            var notices = new List<string>();
            foreach (var options in remotes)
            {
                var outcome = TryOne(options, poll, notices, cancellation);
                if (outcome is not FetchOutcome.Failed failed)
                    return Complete(outcome, notices, faults);
                faults.Add(failed.Fault);
            }
            // The most hopeful one decides when to try again: any remote will do.
            return Complete(new FetchOutcome.Failed(faults.MinBy(f => f.Kind)!), notices, faults);
        }
    }

    private static FetchOutcome Complete(FetchOutcome outcome, IReadOnlyList<string> notices, IReadOnlyList<GitFault> faults) =>
        outcome with { Notices = notices, Faults = faults };

    private FetchOutcome TryOne(GitRemoteOptions options, PollStore poll, List<string> notices, CancellationToken cancellation)
    {
        if (GitEndpoint.Parse(options, out var errors) is not { } endpoint)
            return new FetchOutcome.Failed(GitFaults.Of(GitFaultReason.Misconfigured, options.Name, $"Remote '{options.Name}': {string.Join("; ", errors)}."));
        using var patience = new PollPatience(_limits, _time, cancellation);
        try
        {
            notices.AddRange(_store.Prepare());
            return Poll(endpoint, (store, told) => poll(store, endpoint, told, patience), notices, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new FetchOutcome.Failed(patience.Explain(endpoint));
        }
        catch (TimeoutException late)
        {
            cancellation.ThrowIfCancellationRequested();
            return new FetchOutcome.Failed(patience.Explain(endpoint, late.Message));
        }
        catch (WireFailureException failure)
        {
            return new FetchOutcome.Failed(failure.Fault);
        }
        catch (InvalidDataException damage)
        {
            _store.MarkDamaged(damage.Message);
            return new FetchOutcome.Failed(GitFaults.Of(GitFaultReason.Storage, endpoint, $"the device's copy at {_store.FullPath} is damaged and will be begun afresh: {damage.Message}."));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return new FetchOutcome.Failed(GitFaults.OfStorage(endpoint, _store.FullPath, $"the device's copy at {_store.FullPath} cannot be used: {refusal.Message}", refusal));
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            // Whatever it is, it came with this remote: the next one may do better.
            return new FetchOutcome.Failed(GitFaults.Unforeseen(endpoint, unforeseen));
        }
    }

    private FetchOutcome Poll(GitEndpoint endpoint, Func<GitStore, List<string>, FetchOutcome?> ask, List<string> notices, CancellationToken cancellation)
    {
        if (PollOnce() is { } outcome)
            return outcome;
        notices.Add(_store.Discard(_limits.StoreBytes));
        notices.AddRange(_store.Prepare());
        return PollOnce() ?? throw new InvalidOperationException("A new copy is too large to be fetched to.");

        FetchOutcome? PollOnce() => endpoint.Scheme == GitScheme.File ? PollFolder(endpoint, ask, notices, cancellation) : ask(_store, notices);
    }

    /// <summary>On a thread, and with an opened copy, of its own: whoever is left behind holds nothing that others need.</summary>
    private FetchOutcome? PollFolder(GitEndpoint endpoint, Func<GitStore, List<string>, FetchOutcome?> ask, List<string> notices, CancellationToken cancellation)
    {
        var (outcome, found, damage) = _local.Run(endpoint.Path, () =>
        {
            using var store = new GitStore(_store.FullPath, _time);
            var told = new List<string>();
            if (!store.TryPrepareForReading())
                throw new InvalidDataException("it cannot be opened");
            return (ask(store, told), told, store.Damage);
        }, cancellation);
        notices.AddRange(found);
        _store.MarkStale();
        if (damage is not null)
            _store.MarkDamaged(damage);
        return outcome;
    }

    private IGitWire? OpenWire(GitEndpoint endpoint, TransferBudget budget, CancellationToken cancellation)
    {
        switch (endpoint.Scheme)
        {
            case GitScheme.Http:
                return HttpWire.Create(endpoint, budget, _time, cancellation);
            case GitScheme.Ssh:
                return SshWire.Create(endpoint, budget, cancellation);
            default:
                LocalFolder.Require(endpoint, _limits, cancellation);
                // libgit2's own, which copies what every reference of the folder names: one's own disk is patient.
                return null;
        }
    }
}
