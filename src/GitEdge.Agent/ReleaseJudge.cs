using GitEdge.Agent.Git;
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

    /// <summary>Who may sign, read afresh from the device's own file; null with the reason when nobody may.</summary>
    public DevicePolicy? ReadPolicy(out Fault? fault)
    {
        fault = null;
        try
        {
            var bytes = File.ReadAllBytes(agent.AllowedSigners);
            if (AllowedSigners.TryParse(bytes, allowPatterns: false, out var signers, out var faults))
            {
                signers = agent.VerifyRequired ? signers.RequireUserVerification() : signers;
                return new DevicePolicy(new TrustPolicy(agent.RepoId, agent.Channel, signers), Sha256Digest.Of(bytes));
            }
            fault = SignersFault(string.Join(' ', faults));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = SignersFault(e.Message);
        }
        return null;
    }

    /// <summary>The tag, if somebody who may release signed it under this name; else why not, which is so for ever.</summary>
    public SignedTag? VerifyTag(FetchedTag fetched, TrustPolicy policy, out Fault? refused)
    {
        var isSigned = ReleaseVerifier.VerifyTag(fetched, policy, ed25519.Verify).Try(out var signed, out var rejection);
        refused = isSigned ? null : Refuse(fetched.RefName, rejection!).Fault;
        return signed;
    }

    /// <summary>
    /// Whether a tag that was moved or deleted is worth keeping: only what somebody signed proves anything. While nobody
    /// can tell, it is kept.
    /// </summary>
    public bool IsEvidence(string refName, GitObjectId id, ReadOnlyMemory<byte> bytes) =>
        ReadPolicy(out _) is not { } policy || VerifyTag(new FetchedTag(refName, id.ToString(), bytes), policy.Trust, out _) is not null;

    /// <summary>Everything from the signed commit's files to the desired state of this device.</summary>
    /// <param name="tag">The verified tag.</param>
    /// <param name="fetched">What was fetched for it.</param>
    /// <param name="treeProblems">What the commit holds that no device takes.</param>
    /// <param name="last">What was accepted before.</param>
    public JudgedRelease Judge(SignedTag tag, FetchedRelease fetched, IReadOnlyList<string> treeProblems, AcceptedRelease? last)
    {
        if (!ReleaseVerifier.VerifyFiles(tag, fetched, ed25519.Verify).Try(out var signed, out var rejection))
            return Refuse(fetched.RefName, rejection);
        if (treeProblems.Count > 0)
            return Refuse(fetched, ReleaseReason.TreeInvalid, string.Join(' ', treeProblems.Take(ShownProblems)));
        var fleet = ManifestReader.ReadFleet(signed.Files.Contents);
        if (!fleet.IsValid)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, Join(fleet.Problems));
        if (fleet.Value.FindRollout(agent.Channel) is not { } rollout)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, $"There is no rollouts/{agent.Channel}.yaml.");
        return ReleaseVerifier.Accept(signed, Claims(fleet.Value, rollout), last, time.GetUtcNow()) switch
        {
            ReleaseVerdict.Accepted accepted => Resolve(fetched, fleet.Value, accepted.Release, isNew: true),
            ReleaseVerdict.AlreadyAccepted again => Resolve(fetched, fleet.Value, again.Release, isNew: false),
            ReleaseVerdict.Rejected rejected => Refuse(fetched.RefName, rejected.Why),
            var other => throw new InvalidOperationException($"A verdict that nobody knows: {other}."),
        };
    }

    /// <summary>What is to be remembered of a release, as of now.</summary>
    public AcceptedRelease Remember(VerifiedRelease release) => release.ToAccepted(time.GetUtcNow());

    private JudgedRelease Resolve(FetchedRelease fetched, FleetRepository fleet, VerifiedRelease release, bool isNew)
    {
        var desired = DesiredStateResolver.Resolve(fleet, agent.Device, [.. release.Files.Locked]);
        if (!desired.IsValid)
            return Refuse(fetched, ReleaseReason.ManifestInvalid, Join(desired.Problems));
        if (desired.Value.Unsupported is { Count: > 0 } unsupported)
        {
            return new JudgedRelease.Refused(new Fault(FaultKind.Permanent, ReleaseReason.Unsupported,
                $"{fetched.RefName} asks for what this agent does not carry out yet: {string.Join("; ", unsupported)}.",
                "Take it out of the profiles that select this device, or update the agent."));
        }
        return new JudgedRelease.Usable(release, desired.Value, isNew);
    }

    private static ReleaseClaims Claims(FleetRepository fleet, RolloutManifest rollout) => new()
    {
        RepoId = fleet.Fleet.RepoId,
        Channel = rollout.Channel,
        Epoch = rollout.Epoch,
        Counter = rollout.Counter,
        MinCounter = rollout.MinCounter,
        Created = rollout.Created,
        NotBefore = rollout.NotBefore,
        Expires = rollout.Expires,
    };

    private static JudgedRelease.Refused Refuse(string refName, Rejection why) => new(new Fault(
        why.Kind == RejectionKind.Waiting ? FaultKind.Waiting : FaultKind.Permanent,
        why.Code, $"{refName}: {why.Detail}", why.Cure));

    private static JudgedRelease.Refused Refuse(FetchedRelease fetched, string reason, string detail) => new(new Fault(
        FaultKind.Permanent, reason, $"{fetched.RefName}: {detail}",
        "Correct the repository, check it with 'gitedge fleet validate', and make a new release."));

    private static string Join(IReadOnlyList<ManifestProblem> problems) =>
        string.Join(' ', problems.Take(ShownProblems).Select(problem => problem.ToString()));

    private Fault SignersFault(string why) => new(FaultKind.Permanent, ReleaseReason.AllowedSignersInvalid,
        $"'{agent.AllowedSigners}' cannot be used: {why}", "Correct the file; until then no release is taken. What runs keeps running.");
}
