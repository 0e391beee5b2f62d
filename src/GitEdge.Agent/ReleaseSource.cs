using GitEdge.Agent.Git;
using GitEdge.Agent.State;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// From the repository to a desired state: fetch, verify, accept, read. The acceptance is on disk before this returns,
/// hence before anything is staged.
/// </summary>
internal sealed class ReleaseSource
{
    private readonly AgentManifest _agent;
    private readonly GitFetcher _git;
    private readonly ReleaseJudge _judge;
    private readonly StateFile<AcceptedRelease> _memory;
    private readonly TimeProvider _time;
    private AcceptedRelease? _accepted;
    private ReleaseOffer _last = new();
    private bool _looked;

    /// <summary>A source that goes on from the release in <paramref name="memory"/>.</summary>
    public ReleaseSource(AgentManifest agent, GitFetcher git, ReleaseJudge judge, StateFile<AcceptedRelease> memory, TimeProvider time)
    {
        _agent = agent;
        _git = git;
        _judge = judge;
        _memory = memory;
        _time = time;
        var read = memory.Read();
        _accepted = read.Value;
        Damage = read.Damage;
        IsMemoryLost = read.IsLost;
    }

    /// <summary>The release last accepted.</summary>
    public AcceptedRelease? Accepted => _accepted;

    /// <summary>What was wrong with the memory of it.</summary>
    public string? Damage { get; }

    /// <summary>True when something was accepted once and nobody can say what: then nothing new is taken.</summary>
    public bool IsMemoryLost { get; }

    /// <summary>Asks the remotes; looks again only when something is new, or had to wait.</summary>
    public async Task<ReleaseOffer> PollAsync(CancellationToken cancellation)
    {
        var remotes = _agent.Remotes.Select(Options).ToList();
        var outcome = await _git.FetchAsync(remotes, _agent.Channel, cancellation);
        if (outcome is not FetchOutcome.Unchanged || !_looked || _last.Release is null || Waits(_last))
        {
            _last = Look();
            _looked = true;
        }
        return _last with
        {
            Unreachable = outcome is FetchOutcome.Failed failed ? Translate(failed) : null,
            RetryAfter = (outcome as FetchOutcome.Failed)?.Fault.RetryAfter,
            Notices = [.. outcome.Notices, .. outcome.Faults.Select(fault => fault.ToString())],
        };
    }

    /// <summary>Whether any remote answers; nothing is accepted by asking.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellation)
    {
        var remotes = _agent.Remotes.Select(Options).ToList();
        var outcome = await _git.FetchAsync(remotes, _agent.Channel, cancellation);
        _looked &= outcome is FetchOutcome.Unchanged or FetchOutcome.Failed;
        return outcome is not FetchOutcome.Failed;
    }

    private ReleaseOffer Look()
    {
        if (IsMemoryLost)
            return new ReleaseOffer { Distrusted = [MemoryLost()] };
        if (_judge.ReadPolicy(out var fault) is not { } policy)
            return new ReleaseOffer { Distrusted = [fault!] };
        var distrusted = new List<Fault>();
        var candidates = _git.Objects.FindCandidates(_agent.Channel, _accepted?.Counter ?? 0);
        var current = FindUsable(candidates.AtAccepted, policy, distrusted);
        var usable = FindUsable(candidates.Above, policy, distrusted) ?? current;
        distrusted.AddRange(candidates.NoLongerListed.Where(tag => Judge(tag, policy) is JudgedRelease.Usable).Select(Withdrawn));
        if (FindReplayed(candidates, policy) is { } replayed)
            distrusted.Add(replayed);
        return new ReleaseOffer { Release = usable?.Release, Desired = usable?.Desired, Distrusted = distrusted };
    }

    /// <summary>The first that can be used, remembered when it is new. What stands before it and cannot be used is told.</summary>
    private JudgedRelease.Usable? FindUsable(IReadOnlyList<ReleaseTag> tags, TrustPolicy policy, List<Fault> distrusted)
    {
        foreach (var tag in tags)
        {
            switch (Judge(tag, policy))
            {
                case JudgedRelease.Usable usable:
                    if (usable.IsNew)
                        Remember(usable.Release);
                    return usable;
                case JudgedRelease.Refused refused when tag.Standing == ReleaseTagStanding.Listed:
                    distrusted.Add(refused.Fault);
                    break;
            }
        }
        return null;
    }

    /// <summary>A repository that lists nothing as new as what was accepted is stale, restored from an old copy, or hostile.</summary>
    private Fault? FindReplayed(ReleaseCandidates candidates, TrustPolicy policy)
    {
        if (_accepted is not { } last || candidates.AtAccepted.Concat(candidates.Above).Any(tag => tag.Standing == ReleaseTagStanding.Listed))
            return null;
        var newest = _git.Objects.ListReleaseTags(_agent.Channel)
            .LastOrDefault(tag => tag.Counter < last.Counter && tag.Standing == ReleaseTagStanding.Listed);
        return newest is not null && Judge(newest, policy) is JudgedRelease.Refused refused ? refused.Fault : null;
    }

    private JudgedRelease? Judge(ReleaseTag tag, TrustPolicy policy)
    {
        GitObjectId? before = _accepted is { } last && GitObjectId.TryParse(last.Commit, out var commit) ? commit : null;
        return _git.Objects.ReadRevision(tag, before) is { } revision
            ? _judge.Judge(Translate(revision), [.. revision.Tree.Problems.Select(problem => $"{problem.Path}: {problem.Text}")], policy, _accepted)
            : null;
    }

    private void Remember(VerifiedRelease release)
    {
        var accepted = release.ToAccepted(_time.GetUtcNow());
        _memory.Write(accepted);
        _accepted = accepted;
    }

    private static bool Waits(ReleaseOffer offer) => offer.Distrusted.Any(fault => fault.Kind == FaultKind.Waiting);

    private static FetchedRelease Translate(FetchedRevision revision) => new()
    {
        RefName = revision.RefName,
        TagId = revision.TagObjectId.ToString(),
        TagBytes = revision.RawTag,
        CommitId = revision.TargetCommit?.ToString() ?? "",
        Files = revision.Files,
        DescendsFromAccepted = revision.DescendsFromAccepted,
    };

    private static Fault Translate(FetchOutcome.Failed failed) => new(
        failed.Fault.Kind switch
        {
            GitFaultKind.Permanent => FaultKind.Permanent,
            GitFaultKind.Waiting => FaultKind.Waiting,
            _ => FaultKind.Transient,
        },
        failed.Fault.Code, failed.Fault.Text, failed.Fault.Cure);

    private static Fault Withdrawn(ReleaseTag tag) => new(
        FaultKind.Permanent, tag.Standing == ReleaseTagStanding.Superseded ? "tag-moved" : "tag-deleted",
        $"{tag.RefName} named {tag.ObjectId} once and no longer does.",
        "A release's tag is never moved or deleted: find out who did, and make a new release with a greater counter.");

    private static Fault MemoryLost() => new(
        FaultKind.Permanent, "acceptance-lost",
        "Both copies of what this device accepted last are unreadable, so that it cannot tell an old release from a new one.",
        "The workload keeps running. Restore state/accepted.0 or .1, or enrol the device again.");

    private static GitRemoteOptions Options(RemoteSpec remote)
    {
        var options = new GitRemoteOptions
        {
            Name = remote.Name,
            Url = remote.Url,
            CaFile = remote.CaFile,
            TokenFile = remote.TokenFile,
            IdentityFile = remote.IdentityFile,
            KnownHostsFile = remote.KnownHostsFile,
        };
        return remote.TokenUser is { } user ? options with { TokenUser = user } : options;
    }
}
