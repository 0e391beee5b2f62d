using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent;

/// <summary>
/// From the repository to a desired state: fetch, verify, accept, read. The acceptance is on disk before this returns,
/// hence before anything is staged.
/// </summary>
internal sealed class ReleaseSource
{
    private static readonly string[] EndedByFetch =
    [
        .. new[]
        {
            RejectionReason.ThresholdNotMet, RejectionReason.Held, RejectionReason.FreshStale,
            RejectionReason.TrustHidden, RejectionReason.HoldHidden, RejectionReason.ReleaseHidden,
        }.Select(reason => RejectionCatalog.Of(reason).Code),
    ];

    private readonly AgentManifest _agent;
    private readonly GitFetcher _git;
    private readonly ReleaseLook _look;
    private readonly AcceptanceMemory _memory;
    private readonly EvidenceCheck _evidence;
    private readonly string? _damage;
    private AcceptedRelease? _accepted;
    private ReleaseOffer _last = new();
    private bool _looked;
    private (DateTime Written, long Length) _signers;

    /// <summary>A source that goes on from the release in <paramref name="memory"/>.</summary>
    public ReleaseSource(AgentManifest agent, GitFetcher git, ReleaseLook look, AcceptanceMemory memory, EvidenceCheck evidence)
    {
        _agent = agent;
        _git = git;
        _look = look;
        _memory = memory;
        _evidence = evidence;
        var read = memory.Read();
        _accepted = read.Value;
        _damage = read.Damage;
        IsMemoryLost = read.IsLost;
    }

    /// <summary>What the device believes of its fleet; null on a device with a list of signers.</summary>
    public TrustKeeper? Keeper { get; init; }

    /// <summary>The release last accepted.</summary>
    public AcceptedRelease? Accepted => _accepted;

    /// <summary>What was wrong with the memory of it, and of trust.</summary>
    public string? Damage => (_damage, Keeper?.Damage) switch
    {
        (null, var trust) => trust,
        (var accepted, null) => accepted,
        var (accepted, trust) => $"{accepted} {trust}",
    };

    /// <summary>True when something was accepted once and nobody can say what: then nothing new is taken.</summary>
    public bool IsMemoryLost { get; }

    /// <summary>Writes the memory anew where one of its copies was damaged.</summary>
    public void Mend()
    {
        Keeper?.Mend();
        if (_damage is null || _accepted is not { Commit.Length: > 0 } accepted)
            return;
        try
        {
            _memory.Write(accepted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The damage is told; what has to be written next will say what the disk has against it.
        }
    }

    /// <summary>Whether a tag that was moved or deleted proves anything.</summary>
    public bool IsEvidence(FetchedTag fetched) => _evidence.IsEvidence(fetched, _accepted);

    /// <summary>Asks the remotes; looks again only when something is new, had to wait, or time alone can have changed the answer.</summary>
    /// <param name="state">What runs, and what failed here.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ReleaseOffer> PollAsync(DeploymentState state, CancellationToken cancellation)
    {
        // Before anything newer is accepted: what it would go back to is known by then.
        Keeper?.Remember(state.Current?.Release, _accepted);
        var remotes = RemoteOptions.Of(_agent.Remotes);
        var outcome = await _git.FetchAsync(remotes, _agent.Channel, cancellation);
        var signers = StampOf(_agent.Trust ?? _agent.AllowedSigners!);
        if (outcome is not FetchOutcome.Unchanged || !_looked || signers != _signers || _last.Release is null || _last.IsUnfinished || Waits(_last) || IsOverdue(_last))
        {
            // Only a look that came to its end counts: what was fetched before it failed is not fetched again.
            _looked = false;
            _last = Look(state, cancellation);
            _looked = true;
            _signers = signers;
        }
        return _last with
        {
            Unreachable = outcome is FetchOutcome.Failed failed ? Translate(failed) : null,
            RetryAfter = (outcome as FetchOutcome.Failed)?.Fault.RetryAfter,
            Notices = [.. outcome.Notices, .. outcome.Faults.Select(fault => fault.ToString())],
        };
    }

    /// <summary>Whether any remote answers; nothing is fetched by asking.</summary>
    public Task<bool> IsReachableAsync(CancellationToken cancellation) =>
        _git.IsReachableAsync(RemoteOptions.Of(_agent.Remotes), _agent.Channel, cancellation);

    private ReleaseOffer Look(DeploymentState state, CancellationToken cancellation)
    {
        if (IsMemoryLost)
            return ReleaseLook.MemoryLost();
        var offer = _look.At(_accepted, state, cancellation);
        if (offer.View is { } view)
            Keeper!.Keep(view.RaisedTo(offer.New?.TaggedAt));
        if ((offer.View?.Mark(offer.New ?? _accepted) ?? offer.New ?? _accepted) is { } accepted && accepted != _accepted && (offer.New is not null || accepted.Commit.Length > 0))
        {
            _memory.Write(accepted);
            _accepted = accepted;
        }
        return offer with { New = null };
    }

    private bool IsOverdue(ReleaseOffer offer) => Keeper is { Clock.Now: var now } && (now >= offer.Until || now < offer.ClockAt);

    private static (DateTime Written, long Length) StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>What waits for somebody to push something is looked at again when that is fetched.</summary>
    private static bool Waits(ReleaseOffer offer) =>
        offer.Distrusted.Any(fault => fault.Kind == FaultKind.Waiting && !EndedByFetch.Contains(fault.Reason, StringComparer.Ordinal));

    private static Fault Translate(FetchOutcome.Failed failed) => new(
        failed.Fault.Kind switch
        {
            GitFaultKind.Permanent => FaultKind.Permanent,
            GitFaultKind.Waiting => FaultKind.Waiting,
            _ => FaultKind.Transient,
        },
        failed.Fault.Code, failed.Fault.Text, failed.Fault.Cure);
}
