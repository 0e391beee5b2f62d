using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Helper;

/// <summary>
/// Judges one release by its evidence alone: the same rules in the same order as for one that was fetched, by what this
/// process itself remembers.
/// </summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="judge">Verifies and reads a release.</param>
/// <param name="trust">What the trust documents say; null on a device with a list of signers.</param>
/// <param name="standing">What this process goes by, and what it knows to have been good here.</param>
internal sealed class EvidenceJudge(AgentManifest agent, ReleaseJudge judge, TrustLook? trust, StandingPolicy standing)
{
    /// <summary>What becomes of the release. Nothing is remembered.</summary>
    /// <param name="evidence">What was handed over.</param>
    /// <param name="accepted">The release accepted last; null when none ever was.</param>
    /// <param name="running">What is committed here; null when nothing is.</param>
    public EvidenceVerdict Judge(ReleaseEvidence evidence, AcceptedRelease? accepted, ReleaseName? running)
    {
        var policy = trust?.At(accepted, evidence.FindMeta) ?? judge.ReadPolicy(accepted);
        if (policy.Trust is not { } rules)
            return new EvidenceVerdict(Refuse(policy.Findings[0]), policy.View);
        // Less than was believed before is not gone by, and not remembered.
        if (policy.Stop is { Reason: ReleaseReason.TrustBehind } behind)
            return new EvidenceVerdict(Refuse(behind), null);
        var found = IsAccepted(evidence, accepted) is { } known
            ? JudgeKnown(evidence, known, (release, claims) => KnownVerifier.AcceptAgain(release, claims, rules))
            : JudgeNew(evidence, accepted, policy);
        if (found is JudgedRelease.Refused && FindGood(evidence, accepted, running, rules) is { } back)
            return new EvidenceVerdict(back, policy.View);
        return new EvidenceVerdict(found is JudgedRelease.Usable usable && FindPause(usable, policy) is { } paused ? Refuse(paused) : found, policy.View);
    }

    /// <summary>A release that was proven here before, again: what was recalled or held since is not used.</summary>
    /// <param name="evidence">What was kept of it.</param>
    /// <param name="name">Its name, as it was remembered.</param>
    public JudgedRelease JudgeKept(ReleaseEvidence evidence, ReleaseName name)
    {
        var remembered = new AcceptedRelease
        {
            RepoId = agent.RepoId,
            Channel = name.Channel,
            Epoch = name.Epoch,
            Counter = name.Counter,
            Statement = name.Statement,
            Commit = "",
            AcceptedAt = DateTimeOffset.UnixEpoch,
        };
        if (standing.Find(null) is not { } rules || IsAccepted(evidence, remembered) is not { } known)
            return Refuse(HelperFaults.NothingOffered());
        return rules.CheckHold(name.Epoch, name.Counter) is { } held
            ? Refuse(RejectionFault.Of(held, evidence.Tag.RefName))
            : JudgeKnown(evidence, known, (release, claims) => KnownVerifier.AcceptAgain(release, claims, rules));
    }

    /// <summary>Whether a release is one that was good here.</summary>
    public bool IsGood(ReleaseName release) => standing.Good.Any(one => ReleaseName.Of(one) == release);

    /// <summary>Whether a release is recalled, by what this process believes.</summary>
    public bool IsRecalled(ReleaseName release) => standing.Find(null)?.CheckRecall(release.Epoch, release.Counter) is not null;

    /// <summary>What is to be remembered of a release, as of now.</summary>
    public AcceptedRelease Remember(VerifiedRelease release, AcceptedRelease? last) => judge.Remember(release, last);

    private JudgedRelease JudgeNew(ReleaseEvidence evidence, AcceptedRelease? accepted, DevicePolicy policy)
    {
        if (policy.Stop is { } stop)
            return Refuse(stop);
        if (judge.VerifyTag(evidence.Tag, policy.Trust!, out var refused) is not { } signed)
            return Refuse(refused!);
        return judge.VerifySigners(signed, evidence.Cosignatures, out var missing) is { } approved
            ? judge.Judge(approved, evidence.ToFetched(signed.Commit), [], accepted, policy.Now)
            : Refuse(missing!);
    }

    private JudgedRelease JudgeKnown(ReleaseEvidence evidence, KnownTag known, Func<KnownRelease, ReleaseClaims, ReleaseVerdict> accept) =>
        judge.Judge(known, evidence.ToFetched(known.Tag.Target), [], accept);

    /// <summary>A release of before, when what came after it is recalled and this device knows it to have been good.</summary>
    private JudgedRelease.Usable? FindGood(ReleaseEvidence evidence, AcceptedRelease? accepted, ReleaseName? running, TrustPolicy rules)
    {
        var isRecalled = (accepted is not null && rules.CheckRecall(accepted.Epoch, accepted.Counter) is not null)
            || (running is not null && rules.CheckRecall(running.Epoch, running.Counter) is not null);
        if (!isRecalled || accepted is null)
            return null;
        return standing.Good.Select(one => IsAccepted(evidence, one) is { } known
                ? JudgeKnown(evidence, known, (release, claims) => KnownVerifier.GoBack(release, claims, rules, accepted))
                : null)
            .OfType<JudgedRelease.Usable>()
            .FirstOrDefault();
    }

    /// <summary>What keeps a release from being begun, though it may be believed.</summary>
    private Fault? FindPause(JudgedRelease.Usable usable, DevicePolicy policy)
    {
        var release = usable.Release;
        if (policy.Pause is { } pause)
            return pause;
        if (policy.Trust!.CheckHold(release.Epoch, release.Counter) is { } held)
            return RejectionFault.Of(held, release.TagRef);
        return agent.Freshness == FreshnessRule.Require && policy.View is { } view
            && trust!.FindHidden(view, new ReleaseHead(release.Epoch, release.Counter)) is [var hidden, ..]
                ? hidden
                : null;
    }

    private static KnownTag? IsAccepted(ReleaseEvidence evidence, AcceptedRelease? accepted) =>
        accepted is null ? null : KnownVerifier.VerifyTag(evidence.Tag, accepted).Value;

    private static JudgedRelease.Refused Refuse(Fault fault) => new(fault);
}
