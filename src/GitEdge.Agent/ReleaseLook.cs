using GitEdge.Agent.Git;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// Judges what was fetched, and changes nothing: the agent takes the answer as a decision, <c>gitedge plan</c> as a forecast.
/// </summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="objects">What was fetched.</param>
/// <param name="judge">Verifies and reads a release.</param>
internal sealed class ReleaseLook(AgentManifest agent, GitObjects objects, ReleaseJudge judge)
{
    private readonly TagMemory _memory = new();

    /// <summary>The newest release that may be believed, and what is not to be believed.</summary>
    /// <param name="accepted">The release last accepted; null when none ever was.</param>
    /// <param name="cancellation">Ends the look; what it found out by then is remembered.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ReleaseOffer At(AcceptedRelease? accepted, CancellationToken cancellation)
    {
        if (judge.ReadPolicy(out var fault) is not { } policy)
            return new ReleaseOffer { Distrusted = [fault!] };
        var candidates = objects.FindCandidates(agent.Channel, accepted?.Counter ?? 0);
        _memory.Begin(policy.Signers, candidates.All);
        var pass = new LookPass(objects, judge, policy.Trust, _memory, cancellation);
        var current = FindCurrent(pass, candidates, accepted);
        // The same number in a later epoch is a newer release, which what stands above it has to follow.
        // One whose commit is not known, from the journal alone, is written again with it.
        var found = current is not null && (current.IsNew || accepted is { Commit.Length: 0 });
        var last = found ? judge.Remember(current!.Release) : accepted;
        var usable = pass.FindUsable(candidates.Above, last)?.Release;
        TellOfTheRest(pass);
        usable ??= current is { IsNew: true } ? current : pass.FindLaterEpoch(candidates.Below, last)?.Release ?? current;
        var counter = Math.Max(usable is { IsNew: true } ? usable.Release.Counter : 0, accepted?.Counter ?? 0);
        foreach (var tag in candidates.NoLongerListed.Where(tag => tag.Counter > counter && pass.Judge(tag, last) is JudgedRelease.Usable))
            pass.Add(Withdrawn(tag));
        if (FindReplayed(pass, candidates, accepted) is { } replayed)
            pass.Add(replayed);
        return new ReleaseOffer
        {
            Release = usable?.Release,
            Desired = usable?.Desired,
            New = usable is { IsNew: true } ? judge.Remember(usable.Release) : found ? last : null,
            Distrusted = Finding.Sort(pass.Findings),
            IsUnfinished = pass.Left > 0,
        };
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

    /// <summary>What was accepted, from whichever object still says so. That its name says something else now is an alarm.</summary>
    private static JudgedRelease.Usable? FindCurrent(LookPass pass, ReleaseCandidates candidates, AcceptedRelease? accepted)
    {
        var found = pass.FindUsable(candidates.AtAccepted, accepted);
        if (found is { Tag.Standing: ReleaseTagStanding.Superseded })
            pass.Add(Withdrawn(found.Value.Tag));
        pass.IsAcceptedListed = found is { Tag.Standing: ReleaseTagStanding.Listed };
        return found?.Release;
    }

    private static void TellOfTheRest(LookPass pass)
    {
        if (pass.Left == 0)
            return;
        pass.Add(new Finding(new Fault(FaultKind.Waiting, ReleaseReason.TooManyTags,
            $"{LookPass.MaxJudged} release tags that were not seen before were judged, the highest first; {pass.Left} are left for the next poll.",
            "Find out who pushes tags that are no releases, and delete them."), 0, IsSigned: false));
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
