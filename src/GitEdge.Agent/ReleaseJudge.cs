using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent;

/// <summary>Verifies what was fetched and reads what it says: the two stages of trust around the reading of YAML.</summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="ed25519">The signature algorithm.</param>
/// <param name="time">The clock.</param>
internal sealed class ReleaseJudge(AgentManifest agent, Ed25519 ed25519, TimeProvider time)
{
    private const int ShownProblems = 5;

    private readonly DeviceAbilities _abilities = agent.Helper is null ? DeviceAbilities.OneProcess : DeviceAbilities.WithHelper;

    /// <summary>Who may sign, read afresh from the device's own list.</summary>
    /// <param name="accepted">The release last accepted: it is later than that on every clock.</param>
    public DevicePolicy ReadPolicy(AcceptedRelease? accepted)
    {
        var clock = time.GetUtcNow();
        var policy = new DevicePolicy { Now = accepted?.TaggedAt > clock ? accepted.TaggedAt.Value : clock };
        try
        {
            var bytes = File.ReadAllBytes(agent.AllowedSigners!);
            if (!AllowedSigners.TryParse(bytes, allowPatterns: false, out var signers, out var faults))
                return policy with { Findings = [SignersFault(string.Join(' ', faults))] };
            signers = agent.VerifyRequired ? signers.RequireUserVerification() : signers;
            return policy with { Trust = new TrustPolicy(agent.RepoId, agent.Channel, signers), Signers = Sha256Digest.Of(bytes) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return policy with { Findings = [SignersFault(e.Message)] };
        }
    }

    /// <summary>The tag, if somebody who may release signed it under this name; else why not, which is so for ever.</summary>
    public SignedTag? VerifyTag(FetchedTag fetched, TrustPolicy policy, out Fault? refused)
    {
        var isSigned = ReleaseVerifier.VerifyTag(fetched, policy, ed25519.Verify).Try(out var signed, out var rejection);
        refused = isSigned ? null : Refuse(fetched.RefName, rejection!).Fault;
        return signed;
    }

    /// <summary>The tag, if as many stand behind it as the channel asks for; else why not, which may change.</summary>
    public ApprovedTag? VerifySigners(SignedTag tag, IEnumerable<FetchedTag> cosignatures, out Fault? missing)
    {
        var isApproved = ReleaseVerifier.VerifySigners(tag, cosignatures, ed25519.Verify).Try(out var approved, out var rejection);
        missing = isApproved ? null : RejectionFault.Of(rejection!, tag.Name.RefName);
        return approved;
    }

    /// <summary>
    /// Whether a tag that was moved or deleted is worth keeping: only what somebody signed proves anything. While nobody
    /// can tell, it is kept.
    /// </summary>
    public bool IsEvidence(FetchedTag fetched, TrustPolicy? policy) => policy is null || VerifyTag(fetched, policy, out _) is not null;

    /// <summary>Everything from the signed commit's files to the desired state of this device.</summary>
    /// <param name="approved">The verified tag.</param>
    /// <param name="fetched">What was fetched for it.</param>
    /// <param name="treeProblems">What the commit holds that no device takes.</param>
    /// <param name="last">What was accepted before.</param>
    /// <param name="now">The time.</param>
    public JudgedRelease Judge(ApprovedTag approved, FetchedRelease fetched, IReadOnlyList<string> treeProblems, AcceptedRelease? last, DateTimeOffset now) =>
        ReleaseVerifier.VerifyFiles(approved, fetched).Try(out var signed, out var rejection)
            ? Read(fetched, signed.Files, treeProblems, claims => ReleaseVerifier.Accept(signed, claims, last, now))
            : Refuse(fetched.RefName, rejection);

    /// <summary>The same for a release that the device knows already, by its digest.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="fetched">What was fetched for it.</param>
    /// <param name="treeProblems">What the commit holds that no device takes.</param>
    /// <param name="accept">Whether it may be used.</param>
    public JudgedRelease Judge(
        KnownTag tag, FetchedRelease fetched, IReadOnlyList<string> treeProblems, Func<KnownRelease, ReleaseClaims, ReleaseVerdict> accept) =>
        KnownVerifier.VerifyFiles(tag, fetched).Try(out var known, out var rejection)
            ? Read(fetched, known.Files, treeProblems, claims => accept(known, claims))
            : Refuse(fetched.RefName, rejection);

    /// <summary>What is to be remembered of a release, as of now.</summary>
    public AcceptedRelease Remember(VerifiedRelease release, AcceptedRelease? last) => release.ToAccepted(time.GetUtcNow(), last);

    private JudgedRelease Read(
        FetchedRelease fetched, VerifiedFiles files, IReadOnlyList<string> treeProblems, Func<ReleaseClaims, ReleaseVerdict> accept)
    {
        if (treeProblems.Count > 0)
            return Refuse(fetched, ReleaseReason.TreeInvalid, string.Join(' ', treeProblems.Take(ShownProblems)));
        var fleet = ManifestReader.ReadFleet(files.Contents);
        if (!fleet.IsValid)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, Join(fleet.Problems));
        if (fleet.Value.FindRollout(agent.Channel) is not { } rollout)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, $"There is no rollouts/{agent.Channel}.yaml.");
        return accept(ReleaseClaims.Of(fleet.Value.Fleet, rollout)) switch
        {
            ReleaseVerdict.Accepted accepted => Resolve(fetched, fleet.Value, accepted.Release, isNew: true),
            ReleaseVerdict.AlreadyAccepted again => Resolve(fetched, fleet.Value, again.Release, isNew: false),
            ReleaseVerdict.Rejected rejected => Refuse(fetched.RefName, rejected.Why),
            var other => throw new InvalidOperationException($"A verdict that nobody knows: {other}."),
        };
    }

    private JudgedRelease Resolve(FetchedRelease fetched, FleetRepository fleet, VerifiedRelease release, bool isNew)
    {
        var desired = DesiredStateResolver.Resolve(fleet, agent.Device, [.. release.Files.Locked]);
        if (!desired.IsValid)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, Join(desired.Problems));
        if (desired.Value.UnsupportedBy(_abilities) is { Count: > 0 } unsupported)
        {
            return new JudgedRelease.Refused(new Fault(FaultKind.Permanent, ReleaseReason.Unsupported,
                $"{fetched.RefName} asks for what this agent does not carry out: {string.Join("; ", unsupported)}.",
                "Take it out of the profiles that select this device, or update the agent."));
        }
        return new JudgedRelease.Usable(release, desired.Value, isNew);
    }

    private static JudgedRelease.Refused Refuse(string refName, Rejection why) => new(RejectionFault.Of(why, refName));

    private static JudgedRelease.Refused Refuse(FetchedRelease fetched, string reason, string detail) => new(new Fault(
        FaultKind.Permanent, reason, $"{fetched.RefName}: {detail}",
        "Correct the repository, check it with 'gitedge fleet validate', and make a new release."));

    private static string Join(IReadOnlyList<ManifestProblem> problems) =>
        string.Join(' ', problems.Take(ShownProblems).Select(problem => problem.ToString()));

    private Fault SignersFault(string why) => new(FaultKind.Permanent, ReleaseReason.AllowedSignersInvalid,
        $"'{agent.AllowedSigners}' cannot be used: {why}", "Correct the file; until then no release is taken. What runs keeps running.");
}
