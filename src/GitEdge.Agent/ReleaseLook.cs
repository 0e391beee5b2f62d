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
    /// <summary>The newest release that may be believed, and what is not to be believed.</summary>
    /// <param name="accepted">The release last accepted; null when none ever was.</param>
    public ReleaseOffer At(AcceptedRelease? accepted)
    {
        if (judge.ReadPolicy(out var fault) is not { } policy)
            return new ReleaseOffer { Distrusted = [fault!] };
        var distrusted = new List<Fault>();
        var candidates = objects.FindCandidates(agent.Channel, accepted?.Counter ?? 0);
        var current = FindUsable(candidates.AtAccepted, policy, accepted, distrusted);
        // The same number in a later epoch is a newer release, which what stands above it has to follow.
        // One whose commit is not known, from the journal alone, is written again with it.
        var found = current is not null && (current.IsNew || accepted is { Commit.Length: 0 });
        var last = found ? judge.Remember(current!.Release) : accepted;
        var usable = FindUsable(candidates.Above, policy, last, distrusted) ?? current;
        var counter = usable is { IsNew: true } ? usable.Release.Counter : accepted?.Counter ?? 0;
        distrusted.AddRange(candidates.NoLongerListed
            .Where(tag => tag.Counter > counter && Judge(tag, policy, last) is JudgedRelease.Usable).Select(Withdrawn));
        if (FindReplayed(candidates, policy, accepted) is { } replayed)
            distrusted.Add(replayed);
        return new ReleaseOffer
        {
            Release = usable?.Release,
            Desired = usable?.Desired,
            New = usable is { IsNew: true } ? judge.Remember(usable.Release) : found ? last : null,
            Distrusted = distrusted,
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

    /// <summary>The first that can be used. What stands before it and cannot be used is told.</summary>
    private JudgedRelease.Usable? FindUsable(IReadOnlyList<ReleaseTag> tags, TrustPolicy policy, AcceptedRelease? last, List<Fault> distrusted)
    {
        foreach (var tag in tags)
        {
            switch (Judge(tag, policy, last))
            {
                case JudgedRelease.Usable usable:
                    return usable;
                case JudgedRelease.Refused refused when tag.Standing == ReleaseTagStanding.Listed:
                    distrusted.Add(refused.Fault);
                    break;
            }
        }
        return null;
    }

    /// <summary>A repository that lists nothing as new as what was accepted is stale, restored from an old copy, or hostile.</summary>
    private Fault? FindReplayed(ReleaseCandidates candidates, TrustPolicy policy, AcceptedRelease? accepted)
    {
        if (accepted is null || candidates.AtAccepted.Concat(candidates.Above).Any(tag => tag.Standing == ReleaseTagStanding.Listed))
            return null;
        var newest = objects.ListReleaseTags(agent.Channel)
            .LastOrDefault(tag => tag.Counter < accepted.Counter && tag.Standing == ReleaseTagStanding.Listed);
        return newest is not null && Judge(newest, policy, accepted) is JudgedRelease.Refused refused ? refused.Fault : null;
    }

    private JudgedRelease? Judge(ReleaseTag tag, TrustPolicy policy, AcceptedRelease? last)
    {
        GitObjectId? before = last is not null && GitObjectId.TryParse(last.Commit, out var commit) ? commit : null;
        return objects.ReadRevision(tag, before) is { } revision
            ? judge.Judge(Translate(revision), [.. revision.Tree.Problems.Select(problem => $"{problem.Path}: {problem.Text}")], policy, last)
            : null;
    }

    private static FetchedRelease Translate(FetchedRevision revision) => new()
    {
        RefName = revision.RefName,
        TagId = revision.TagObjectId.ToString(),
        TagBytes = revision.RawTag,
        CommitId = revision.TargetCommit?.ToString() ?? "",
        Files = revision.Files,
        DescendsFromAccepted = revision.DescendsFromAccepted,
    };

    private static Fault Withdrawn(ReleaseTag tag) => new(
        FaultKind.Permanent, tag.Standing == ReleaseTagStanding.Superseded ? ReleaseReason.TagMoved : ReleaseReason.TagDeleted,
        $"{tag.RefName} named {tag.ObjectId} once and no longer does.",
        "A release's tag is never moved or deleted: find out who did, and make a new release with a greater counter.");
}
