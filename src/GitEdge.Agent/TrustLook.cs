using System.Globalization;
using GitEdge.Agent.Git;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent;

/// <summary>What branch <c>gitedge-meta</c> makes of what the device believes: who may release, what is stopped, how old it all is. Changes nothing.</summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="keeper">What is believed.</param>
/// <param name="ed25519">The signature algorithm.</param>
internal sealed class TrustLook(AgentManifest agent, TrustKeeper keeper, Ed25519 ed25519)
{
    /// <summary>What the device goes by from here on.</summary>
    /// <param name="accepted">The release last accepted; its time and what it knew of trust and holds count.</param>
    /// <param name="branch">What was fetched.</param>
    public DevicePolicy At(AcceptedRelease? accepted, MetaBranch branch)
    {
        var policy = At(accepted, branch.Find);
        return branch.Problems.Count == 0 ? policy : policy with { Findings = [.. policy.Findings, .. branch.Problems.Select(MetaInvalid)] };
    }

    /// <summary>The same, whoever has the files.</summary>
    /// <param name="accepted">The release last accepted.</param>
    /// <param name="find">Finds a file of the branch.</param>
    public DevicePolicy At(AcceptedRelease? accepted, FindSignedFile find)
    {
        var clock = keeper.Clock;
        var findings = new List<Fault>();
        var begun = keeper.Begin(out var broken);
        if (broken is not null)
            findings.Add(RejectionFault.Of(broken, agent.Trust));
        if (begun is null)
            return new DevicePolicy { Now = clock.Now, Findings = findings };
        var review = TrustReview.Of(begun, find, clock, ed25519.Verify, HoldMark.Of(agent.Channel, accepted));
        findings.AddRange(review.Findings.Where(IsAskedFor).Select(found => RejectionFault.Of(found)));
        var view = Raise(review.View, accepted);
        var isUnfinished = view.Root.Document.Version - begun.Root.Document.Version >= TrustReview.MaxSteps;
        return Judge(view, clock, accepted, findings) with { IsUnfinished = isUnfinished };
    }

    /// <summary>Why nothing may be taken while the repository keeps something from the device; the findings are told either way.</summary>
    public IReadOnlyList<Fault> FindHidden(TrustView view, ReleaseHead? head) =>
        agent.Freshness == FreshnessRule.Ignore || view is not { Beacon: { } beacon, Root.Document.Fresh: not null }
            ? []
            : [.. FreshRules.FindHidden(beacon.Document, view.Root.Document, view.Hold?.Document, agent.Channel, head).Select(found => RejectionFault.Of(found))];

    /// <summary>The newest release of the channel that the beacon knows; null when it is not asked or does not say.</summary>
    public ReleaseHead? KnownHead(TrustView view) =>
        agent.Freshness != FreshnessRule.Ignore && view.Root.Document.Fresh is not null ? view.Beacon?.Document.Heads.GetValueOrDefault(agent.Channel) : null;

    private DevicePolicy Judge(TrustView view, ClockReading clock, AcceptedRelease? accepted, List<Fault> findings)
    {
        var now = clock.NotBefore(view.TimeFloor);
        var stale = FindStale(view, now);
        var stop = FindBehind(view, accepted) ?? (view.Root.CheckTime(now) is { } expired ? RejectionFault.Of(expired) : null);
        findings.AddRange(new[] { stop, stale }.OfType<Fault>());
        var policy = view.PolicyFor(agent.Channel, clock);
        if (policy is null)
            findings.Add(NobodyReleases(view));
        var pause = agent.Freshness == FreshnessRule.Require ? stale : null;
        return new DevicePolicy
        {
            Trust = policy,
            Signers = view.Root.Digest,
            Now = now,
            Clock = clock.Now,
            View = view,
            Findings = findings,
            Stop = stop ?? pause,
            Pause = pause,
            Until = new[] { view.Root.Document.Expires, view.Beacon?.Document.Until }.Where(time => time > now).Min(),
        };
    }

    /// <summary>A fleet that has the role and never lit a beacon does not use it, unless the device is told to require one.</summary>
    private Fault? FindStale(TrustView view, DateTimeOffset now) =>
        (view.Beacon is null ? agent.Freshness == FreshnessRule.Require : agent.Freshness != FreshnessRule.Ignore)
        && view.Root.Document.Fresh is not null && FreshRules.CheckTime(view.Beacon, now) is { } stale
            ? RejectionFault.Of(stale)
            : null;

    private bool IsAskedFor(Rejection found) => agent.Freshness != FreshnessRule.Ignore
        || found.Reason is not (RejectionReason.FreshInvalid or RejectionReason.FreshReplayed or RejectionReason.FreshThreshold);

    /// <summary>A later time that a release's signer has said, whose tag was verified when it was accepted.</summary>
    private TrustView Raise(TrustView view, AcceptedRelease? accepted) =>
        view.RaisedTo(new[] { accepted }.Concat(keeper.Good).Max(release => release?.TaggedAt));

    /// <summary>What was believed once and is lost must not let an older trust document, or a lifted hold, in by the back door.</summary>
    private static Fault? FindBehind(TrustView view, AcceptedRelease? accepted)
    {
        var (trust, hold) = (view.Root.Document.Version, view.Hold?.Document.Version ?? 0);
        if (accepted is null || (trust >= (accepted.TrustVersion ?? 0) && hold >= (accepted.HoldVersion ?? 0)))
            return null;
        return new Fault(FaultKind.Waiting, ReleaseReason.TrustBehind, string.Create(CultureInfo.InvariantCulture,
            $"Trust document {accepted.TrustVersion ?? 0} and hold document {accepted.HoldVersion ?? 0} were believed before; at hand are {trust} and {hold}. Nothing new is taken."),
            "It passes when the repository shows them again. If it does not, restore state/trust.0 or .1, or enrol the device with the newest trust document.");
    }

    private Fault NobodyReleases(TrustView view) => new(FaultKind.Permanent, ReleaseReason.NobodyReleases, string.Create(CultureInfo.InvariantCulture,
        $"Trust document {view.Root.Document.Version} lets nobody release to channel '{agent.Channel}'."),
        "Give the role release of the channel to somebody in the next trust document, or correct the device's channel.");

    private static Fault MetaInvalid(string problem) => new(FaultKind.Permanent, ReleaseReason.MetaInvalid, problem,
        "Correct the branch with the commands that write it: 'gitedge keys', 'hold', 'resume', 'fresh sign'.");
}
