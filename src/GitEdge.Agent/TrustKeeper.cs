using System.Globalization;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent;

/// <summary>
/// What this device believes of its fleet, and which releases it knows to be good: on disk, synced, before anything is done
/// by it. It begins with the later of what it remembers and the document it was enrolled with.
/// </summary>
internal sealed class TrustKeeper
{
    private readonly AgentManifest _agent;
    private readonly StateFile<RememberedTrust> _file;
    private readonly Func<ClockReading> _clock;

    /// <summary>Goes on from what <paramref name="file"/> holds.</summary>
    public TrustKeeper(AgentManifest agent, StateFile<RememberedTrust> file, Func<ClockReading> clock)
    {
        _agent = agent;
        _file = file;
        _clock = clock;
        var read = file.Read();
        Damage = read.Damage;
        if (read.Value is not { } remembered)
            return;
        if (remembered.Restore(agent.RepoId).Try(out var view, out var rejection))
        {
            View = view;
            Good = [.. remembered.Good.Where(one => one.RepoId == agent.RepoId && one.Channel == agent.Channel)];
        }
        else
        {
            Damage = $"{Damage} What state/trust remembers is not used: {rejection.Detail}".TrimStart();
        }
    }

    /// <summary>What is believed and persisted; null before the first look of a new device, or when it was lost.</summary>
    public TrustView? View { get; private set; }

    /// <summary>Releases that were committed here, the latest last.</summary>
    public IReadOnlyList<AcceptedRelease> Good { get; private set; } = [];

    /// <summary>What was wrong with the memory; null when nothing was.</summary>
    public string? Damage { get; }

    /// <summary>What the clock says now.</summary>
    public ClockReading Clock => _clock();

    /// <summary>Where to begin: the later of the remembered and the enrolled document. Nothing is written.</summary>
    /// <param name="rejection">What is wrong with the enrolled one; null when nothing is.</param>
    public TrustView? Begin(out Rejection? rejection)
    {
        if (!ReadEnrolled().Try(out var enrolled, out rejection))
            return View;
        if (View is not { } before)
            return new TrustView { Root = enrolled };
        if (enrolled.Document.Version > before.Root.Document.Version)
            return before.Under(enrolled);
        if (enrolled.Document.Version == before.Root.Document.Version && !enrolled.Content.Span.SequenceEqual(before.Root.Content.Span))
            rejection = Rejection.Because(RejectionReason.TrustEquivocation, string.Create(CultureInfo.InvariantCulture,
                $"'{_agent.Trust}' is another version {enrolled.Document.Version}, {enrolled.Digest}, than the one that is believed, {before.Root.Digest}, which stays."));
        return before;
    }

    /// <summary>Makes it last before it returns; nothing is written when it is there already.</summary>
    /// <exception cref="IOException">The disk refuses; what was believed before stays.</exception>
    public void Keep(TrustView view)
    {
        if (view == View)
            return;
        _file.Write(RememberedTrust.Of(view, Good));
        View = view;
    }

    /// <summary>Remembers what runs as good, if it was accepted here; what the disk refuses is tried again at the next poll.</summary>
    /// <param name="running">The release that is committed.</param>
    /// <param name="accepted">The release last accepted.</param>
    public void Remember(ReleaseName? running, AcceptedRelease? accepted)
    {
        if (View is not { } view || running is null || (Good is [.., var newest] && ReleaseName.Of(newest) == running))
            return;
        var found = accepted is { Commit.Length: > 0 } && ReleaseName.Of(accepted) == running ? accepted : Good.FirstOrDefault(one => ReleaseName.Of(one) == running);
        if (found is null)
            return;
        IReadOnlyList<AcceptedRelease> good = [.. Good.Where(one => ReleaseName.Of(one) != running).Append(found).TakeLast(RememberedTrust.MaxGood)];
        if (TryWrite(view, good))
            Good = good;
    }

    /// <summary>Writes the memory anew where one of its copies was damaged.</summary>
    public void Mend()
    {
        if (Damage is not null && View is { } view)
            TryWrite(view, Good);
    }

    private Checked<TrustedRoot> ReadEnrolled()
    {
        try
        {
            return TrustChain.Enrol(File.ReadAllBytes(_agent.Trust!), _agent.RepoId);
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return Rejection.Because(RejectionReason.TrustInvalid, $"'{_agent.Trust}' cannot be read: {e.Message}")
                with { Cure = "Put the trust document there that the device was enrolled with, or a later one of its fleet. Until then it goes by what it remembers." };
        }
    }

    private bool TryWrite(TrustView view, IReadOnlyList<AcceptedRelease> good)
    {
        try
        {
            _file.Write(RememberedTrust.Of(view, good));
            return true;
        }
        catch (Exception e) when (DiskFault.IsDisk(e))
        {
            return false;
        }
    }
}
