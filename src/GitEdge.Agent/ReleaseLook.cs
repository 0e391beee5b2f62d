using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent;

/// <summary>
/// Judges what was fetched, and changes nothing: the agent takes the answer as a decision, <c>gitedge plan</c> as a forecast.
/// </summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="objects">What was fetched.</param>
/// <param name="judge">Verifies and reads a release.</param>
/// <param name="trust">What the trust documents say; null on a device with a list of signers.</param>
internal sealed class ReleaseLook(AgentManifest agent, GitObjects objects, ReleaseJudge judge, TrustLook? trust = null)
{
    private readonly TagMemory _memory = new();

    /// <summary>What the device remembers as good, the latest last.</summary>
    public Func<IReadOnlyList<AcceptedRelease>> Good { get; init; } = () => [];

    /// <summary>The newest release that may be believed, and what is not to be believed.</summary>
    /// <param name="accepted">The release last accepted; null when none ever was.</param>
    /// <param name="state">What runs, and what failed here.</param>
    /// <param name="cancellation">Ends the look; what it found out by then is remembered.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ReleaseOffer At(AcceptedRelease? accepted, DeploymentState state, CancellationToken cancellation)
    {
        var policy = trust?.At(accepted, new MetaBranch(objects, new MetaLimits())) ?? judge.ReadPolicy(accepted);
        var offer = new ReleaseOffer { View = policy.View, ClockAt = policy.Clock, Until = policy.Until, IsUnfinished = policy.IsUnfinished };
        if (policy.Trust is null)
            return offer with { Distrusted = policy.Findings };
        var candidates = objects.FindCandidates(agent.Channel, accepted?.Counter ?? 0);
        _memory.Begin(policy.Signers, candidates.All);
        var pass = new LookPass(objects, judge, policy, _memory, cancellation) { Accepted = accepted };
        foreach (var finding in policy.Findings)
            pass.Add(Finding.Beside(finding));
        offer = Choose(offer, pass, policy, candidates, accepted);
        var recall = new RecallLook(objects, pass, policy.Trust, Good());
        if (recall.FindWayBack(offer, accepted, state) is { } back)
            offer = offer with { Release = back.Release, Desired = back.Desired, New = null, IsFallback = true, Paused = null };
        return offer with { Stop = recall.Stop, Distrusted = Finding.Sort(pass.Findings), IsUnfinished = offer.IsUnfinished || pass.Left > 0 || recall.IsOpen };
    }

    /// <summary>The offer of a device that cannot tell an old release from a new one.</summary>
    public static ReleaseOffer MemoryLost() => new()
    {
        Distrusted =
        [
            new Fault(FaultKind.Permanent, ReleaseReason.AcceptanceLost,
                "Both copies of what this device accepted last are unreadable, so that it cannot tell an old release from a new one.",
                "The workload keeps running. Restore state/accepted.0 or .1, or enrol the device again."),
        ],
    };

    private ReleaseOffer Choose(ReleaseOffer offer, LookPass pass, DevicePolicy policy, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        var current = FindCurrent(pass, candidates, accepted);
        var hidden = FindHidden(pass, policy, candidates, accepted);
        var isStopped = policy.Stop is not null || hidden is not null;
        if (isStopped && current is { IsNew: true })
            current = null;
        // The same number in a later epoch is a newer release, which what stands above it has to follow.
        // One whose commit is not known, from the journal alone, is written again with it.
        var found = current is not null && (current.IsNew || accepted is { Commit.Length: 0 });
        var last = found ? judge.Remember(current!.Release, accepted) : accepted;
        var usable = isStopped ? current : FindNewer(pass, candidates, current, last);
        TellOfTheRest(pass);
        TellOfTheWithdrawn(pass, candidates, usable, last);
        if (FindReplayed(pass, candidates, accepted) is { } replayed)
            pass.Add(replayed);
        var isNew = usable is { IsNew: true };
        return offer with
        {
            Release = usable?.Release,
            Desired = usable?.Desired,
            New = isNew && !ReferenceEquals(usable, current) ? judge.Remember(usable!.Release, last) : found ? last : null,
            Paused = usable is null or { IsNew: true } ? null : hidden ?? policy.Pause ?? CheckHold(usable.Release, policy.Trust!),
        };
    }

    private static JudgedRelease.Usable? FindNewer(LookPass pass, ReleaseCandidates candidates, JudgedRelease.Usable? current, AcceptedRelease? last) =>
        pass.FindUsable(candidates.Above, last)?.Release
        ?? (current is { IsNew: true } ? current : pass.FindLaterEpoch(candidates.Below, last)?.Release ?? current);

    /// <summary>What was accepted, from whichever object still says so. That its name says something else now is an alarm.</summary>
    private static JudgedRelease.Usable? FindCurrent(LookPass pass, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        var found = pass.FindUsable(candidates.AtAccepted, accepted);
        if (found is { Tag.Standing: ReleaseTagStanding.Superseded })
            pass.Add(Withdrawn(found.Value.Tag));
        pass.IsAcceptedListed = found is { Tag.Standing: ReleaseTagStanding.Listed };
        return found?.Release;
    }

    /// <summary>Tells what the beacon knows and the device was not shown; what of it stands in the way of anything new.</summary>
    private Fault? FindHidden(LookPass pass, DevicePolicy policy, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        if (trust is null || policy.View is not { } view)
            return null;
        var hidden = trust.FindHidden(view, FindHead(pass, trust.KnownHead(view), candidates, accepted));
        foreach (var one in hidden)
            pass.Add(Finding.Beside(one));
        return agent.Freshness == FreshnessRule.Require && hidden is [var first, ..] ? first : null;
    }

    /// <summary>
    /// The newest that was shown: what was accepted, or the very one that the beacon knows, whether or not it can be used. The
    /// beacon knows only what enough had signed: one that lacks signatures here has them kept from the device.
    /// </summary>
    private static ReleaseHead? FindHead(LookPass pass, ReleaseHead? known, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        var head = accepted is null ? null : new ReleaseHead(accepted.Epoch, accepted.Counter);
        if (known is null || (known.Epoch, known.Counter).CompareTo((head?.Epoch ?? 0, head?.Counter ?? 0)) <= 0)
            return head;
        var isShown = candidates.All.Any(tag => tag.Counter == known.Counter && pass.IsSigned(tag) && pass.Judge(tag, accepted) switch
        {
            JudgedRelease.Usable usable => usable.Release.Epoch == known.Epoch,
            JudgedRelease.Refused refused => refused.Fault.Reason is not (Finding.Replayed or Finding.Short),
            _ => false,
        });
        return isShown ? known : head;
    }

    private static Fault? CheckHold(VerifiedRelease release, TrustPolicy policy) =>
        policy.CheckHold(release.Epoch, release.Counter) is { } held ? RejectionFault.Of(held, release.TagRef) : null;

    private static void TellOfTheRest(LookPass pass)
    {
        if (pass.Left == 0)
            return;
        pass.Add(new Finding(new Fault(FaultKind.Waiting, ReleaseReason.TooManyTags,
            $"{LookPass.MaxJudged} release tags that were not seen before were judged, the highest first; {pass.Left} are left for the next poll.",
            "Find out who pushes tags that are no releases, and delete them."), 0, IsSigned: false));
    }

    private static void TellOfTheWithdrawn(LookPass pass, ReleaseCandidates candidates, JudgedRelease.Usable? usable, AcceptedRelease? last)
    {
        var counter = Math.Max(usable is { IsNew: true } ? usable.Release.Counter : 0, last?.Counter ?? 0);
        foreach (var tag in candidates.NoLongerListed.Where(tag => tag.Counter > counter && pass.Judge(tag, last) is JudgedRelease.Usable))
            pass.Add(Withdrawn(tag));
    }

    /// <summary>A repository that lists no release as new as what was accepted is stale, restored from an old copy, or hostile.</summary>
    private static Finding? FindReplayed(LookPass pass, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        if (accepted is null || candidates.AtAccepted.Concat(candidates.Above).Any(tag => tag.Standing == ReleaseTagStanding.Listed && pass.IsSigned(tag)))
            return null;
        var newest = candidates.Below.FirstOrDefault(pass.IsSigned);
        return newest is not null && pass.Judge(newest, accepted) is JudgedRelease.Refused refused
            ? new Finding(refused.Fault, newest.Counter, IsSigned: true)
            : null;
    }

    private static Finding Withdrawn(ReleaseTag tag) => new(
        new Fault(
            FaultKind.Permanent, tag.Standing == ReleaseTagStanding.Superseded ? ReleaseReason.TagMoved : ReleaseReason.TagDeleted,
            $"{tag.RefName} named {tag.ObjectId} once and no longer does.",
            "A release's tag is never moved or deleted: find out who did, and make a new release with a greater counter."),
        tag.Counter, IsSigned: true);
}
