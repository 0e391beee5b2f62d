using GitEdge.Agent.Git;
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
    private readonly ReleaseLook _look;
    private readonly AcceptanceMemory _memory;
    private AcceptedRelease? _accepted;
    private ReleaseOffer _last = new();
    private bool _looked;
    private (DateTime Written, long Length) _signers;

    /// <summary>A source that goes on from the release in <paramref name="memory"/>.</summary>
    public ReleaseSource(AgentManifest agent, GitFetcher git, ReleaseJudge judge, AcceptanceMemory memory)
    {
        _agent = agent;
        _git = git;
        _look = new ReleaseLook(agent, git.Objects, judge);
        _memory = memory;
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

    /// <summary>Writes the memory anew where one of its copies was damaged.</summary>
    public void Mend()
    {
        if (Damage is null || _accepted is not { Commit.Length: > 0 } accepted)
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

    /// <summary>Asks the remotes; looks again only when something is new, or had to wait.</summary>
    public async Task<ReleaseOffer> PollAsync(CancellationToken cancellation)
    {
        var remotes = _agent.Remotes.Select(Options).ToList();
        var outcome = await _git.FetchAsync(remotes, _agent.Channel, cancellation);
        var signers = StampOf(_agent.AllowedSigners);
        if (outcome is not FetchOutcome.Unchanged || !_looked || signers != _signers || _last.Release is null || _last.IsUnfinished || Waits(_last))
        {
            // Only a look that came to its end counts: what was fetched before it failed is not fetched again.
            _looked = false;
            _last = Look(cancellation);
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
        _git.IsReachableAsync([.. _agent.Remotes.Select(Options)], _agent.Channel, cancellation);

    private ReleaseOffer Look(CancellationToken cancellation)
    {
        if (IsMemoryLost)
            return ReleaseLook.MemoryLost();
        var offer = _look.At(_accepted, cancellation);
        if (offer.New is { } accepted)
        {
            _memory.Write(accepted);
            _accepted = accepted;
        }
        return offer with { New = null };
    }

    private static (DateTime Written, long Length) StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private static bool Waits(ReleaseOffer offer) => offer.Distrusted.Any(fault => fault.Kind == FaultKind.Waiting);

    private static Fault Translate(FetchOutcome.Failed failed) => new(
        failed.Fault.Kind switch
        {
            GitFaultKind.Permanent => FaultKind.Permanent,
            GitFaultKind.Waiting => FaultKind.Waiting,
            _ => FaultKind.Transient,
        },
        failed.Fault.Code, failed.Fault.Text, failed.Fault.Cure);

    private static GitRemoteOptions Options(RemoteSpec remote)
    {
        var options = new GitRemoteOptions
        {
            Name = remote.Name,
            Url = remote.Url,
            CaFile = remote.CaFile,
            TokenFile = remote.TokenFile,
            CertFile = remote.CertFile,
            KeyFile = remote.KeyFile,
            IdentityFile = remote.IdentityFile,
            KnownHostsFile = remote.KnownHostsFile,
        };
        return remote.TokenUser is { } user ? options with { TokenUser = user } : options;
    }
}
