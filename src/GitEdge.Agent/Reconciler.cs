using GitEdge.Core.Deployments;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Scheduling;
using GitEdge.Core.Status;

namespace GitEdge.Agent;

/// <summary>One pass: observe, repair, poll, choose, carry out, report.</summary>
/// <param name="releases">What the repository offers.</param>
/// <param name="observer">What the device is.</param>
/// <param name="repair">Puts back what drifted.</param>
/// <param name="driver">The deployment machine.</param>
/// <param name="reporter">Told of every finding.</param>
internal sealed class Reconciler(
    ReleaseSource releases, Observer observer, DriftRepair repair, DeploymentDriver driver, StatusReporter reporter)
{
    /// <summary>The verified files of the release under way, for staging.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? ReleaseFiles { get; private set; }

    /// <summary>Goes on with what a restart has left, before anything else.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        reporter.Set(ConditionType.StateKept, Damage(), "State is kept.");
        driver.Apply(new DeploymentEvent.Restarted());
        reporter.Resumed(driver.State);
        await driver.DriveAsync(cancellation);
    }

    /// <summary>One pass. What comes back decides when the next one is due.</summary>
    public async Task<PassOutcome> RunAsync(CancellationToken cancellation)
    {
        await driver.DriveAsync(cancellation);
        var observed = await ObserveAndRepairAsync(cancellation);
        var offer = await releases.PollAsync(cancellation);
        Report(offer);
        if (offer is { Release: { } release, Desired: { } desired } && observed.Served is not null)
        {
            ReleaseFiles = release.Files.Contents;
            driver.Apply(new DeploymentEvent.ReleaseChosen(
                new ReleaseName(release.Channel, release.Epoch, release.Counter, release.Statement), desired));
            if (!driver.IsQuiet)
            {
                await driver.DriveAsync(cancellation);
                reporter.Observed(await observer.ObserveAsync(driver.State.Current, cancellation));
            }
        }
        return Conclude(offer, observed);
    }

    private async Task<ObservedState> ObserveAndRepairAsync(CancellationToken cancellation)
    {
        var observed = await observer.ObserveAsync(driver.State.Current, cancellation);
        if (driver.State is { Phase: DeploymentPhase.Idle, Current: { } current } && observed.Served is not null)
        {
            var plan = Planner.Of(current.Desired, observed);
            var fault = await repair.RunAsync(plan, current, cancellation);
            reporter.Set(ConditionType.Serving, fault, "The server serves what was committed.");
            if (plan.Repairs)
                observed = await observer.ObserveAsync(current, cancellation);
        }
        else if (observed.Served is null)
        {
            reporter.Set(ConditionType.Serving, ServerAway(), "");
        }
        reporter.Observed(observed);
        return observed;
    }

    private void Report(ReleaseOffer offer)
    {
        reporter.Polled(offer);
        reporter.Set(ConditionType.GitReachable, offer.Unreachable, "The repository answers.");
        reporter.Set(ConditionType.ReleaseTrusted, offer.Distrusted.Count == 0 ? null : offer.Distrusted[0],
            "Everything the repository offers is signed and consistent.");
    }

    private PassOutcome Conclude(ReleaseOffer offer, ObservedState observed)
    {
        var content = offer.Desired?.Content;
        var fault = content is null || driver.State.Current?.Content == content
            ? null
            : observed.Served is null ? ServerAway() : driver.State.FindBad(content.Value)?.Fault ?? driver.State.Fault;
        reporter.Set(ConditionType.ReleaseDeployed, fault,
            driver.State.Current is { } current ? $"Release {current.Release} runs." : "No release was accepted yet.");
        return new PassOutcome(offer.Unreachable is { } away ? Pace(away.Kind) : Pace(fault), offer.RetryAfter);
    }

    /// <summary>A deployment that may go well next time is tried with growing pauses; everything else waits for a release.</summary>
    private static PollOutcome Pace(Fault? fault) =>
        fault is { Kind: FaultKind.Transient or FaultKind.Unknown } ? PollOutcome.Transient : PollOutcome.Succeeded;

    private static PollOutcome Pace(FaultKind unreachable) => unreachable switch
    {
        FaultKind.Permanent => PollOutcome.Permanent,
        FaultKind.Waiting => PollOutcome.Waiting,
        _ => PollOutcome.Transient,
    };

    private Fault? Damage()
    {
        var damage = string.Join(' ', new[] { driver.Damage, releases.Damage }.OfType<string>());
        return damage.Length == 0 ? null : new Fault(FaultKind.Waiting, "state-damaged", damage,
            "The other copy was used. If this comes again, check the disk.");
    }

    private static Fault ServerAway() => new(
        FaultKind.Waiting, "server-unreachable",
        "The model server does not answer on its admin socket.",
        "See 'systemctl status gitedge-inference'. No release is started until it answers.");
}
