using GitEdge.Agent.Artifacts;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Trust;
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
    private const string ServesCommitted = "The server serves what was committed.";

    private const string SystemIsKept = "Containers and settings are as they were committed.";

    private const string StateIsKept = "State is kept.";

    /// <summary>When a content that did not come to an end may be tried again.</summary>
    public required RetryPacing Retry { get; init; }

    /// <summary>Puts right what drifted beside the slots.</summary>
    public required SystemRepair Beside { get; init; }

    /// <summary>Told that a pass, or what comes after an effect, begins.</summary>
    public Action BeginPass { get; init; } = static () => { };

    /// <summary>Whether an operator wants nothing new begun.</summary>
    public required PauseKeeper Pause { get; init; }

    /// <summary>The release under way, for staging.</summary>
    public VerifiedRelease? Release { get; private set; }

    /// <summary>Takes in that the agent has started: once, whatever comes of it.</summary>
    public void Restarted()
    {
        reporter.Begin(driver.State);
        reporter.Pause(Pause.Current);
        reporter.Set(ConditionType.StateKept, Damage(), StateIsKept);
        driver.Mend();
        releases.Mend();
        driver.Apply(new DeploymentEvent.Restarted());
    }

    /// <summary>One pass. What comes back decides when the next one is due.</summary>
    public async Task<PassOutcome> RunAsync(CancellationToken cancellation)
    {
        await driver.DriveAsync(cancellation);
        var observed = await ObserveAndRepairAsync(cancellation);
        var offer = await releases.PollAsync(driver.State, cancellation);
        offer = offer with { Paused = Pause.Fault ?? offer.Paused };
        reporter.Pause(Pause.Current);
        Report(offer);
        if (offer.Stop is { } recalled && observed.Current is { } running)
            await StopAsync(running, recalled, cancellation);
        if (offer is { Release: { } release, Desired: { } desired } && observed.Served is not null && MayBegin(offer, desired, observed))
            await DeployAsync(release, desired, observed, cancellation);
        reporter.Set(ConditionType.StateKept, Damage(), StateIsKept);
        var outcome = Conclude(offer, observed);
        // Last: nothing new waits for a container that takes its time.
        await KeepSystemAsync(cancellation);
        return outcome;
    }

    /// <summary>Somebody asked for a pass now: what waits for its next attempt is tried at once.</summary>
    public void Hurry()
    {
        Retry.Forget();
        Beside.Hurry();
    }

    /// <summary>A plan that deploys nothing only renames what runs; one that does waits for its turn.</summary>
    private bool MayBegin(ReleaseOffer offer, DesiredState desired, ObservedState observed) =>
        !Planner.Of(desired, observed).Deploys || (offer.Paused is null && Retry.IsDue(desired.Content));

    private async Task DeployAsync(VerifiedRelease release, DesiredState desired, ObservedState observed, CancellationToken cancellation)
    {
        Release = release;
        if (driver.State.Current is null && observed.ActiveSlot is not null && driver.IsQuiet && await repair.DetachAsync(cancellation) is { } stuck)
            reporter.Set(ConditionType.Serving, stuck, "");
        driver.Apply(new DeploymentEvent.ReleaseChosen(
            ReleaseName.Of(release), desired));
        if (driver.IsQuiet)
            return;
        await driver.DriveAsync(cancellation);
        var reached = await observer.ObserveAsync(driver.State.Current, cancellation);
        reporter.Observed(reached);
        // What could not be repaired may just have been replaced.
        if (driver.State.Current is { } current && reached.Served is not null && Planner.Of(current.Desired, reached).IsConverged)
            reporter.Set(ConditionType.Serving, null, ServesCommitted);
        // A download that was only interrupted to look for something newer goes on at once.
        var ended = driver.State.Current?.Content == desired.Content || driver.State.Fault?.Reason == FetchReason.Continues;
        Retry.Tried(desired.Content, ended);
    }

    private async Task StopAsync(Generation running, Fault recalled, CancellationToken cancellation)
    {
        driver.Apply(new DeploymentEvent.Recalled(running.Number, recalled));
        await driver.DriveAsync(cancellation);
        reporter.Observed(await observer.ObserveAsync(driver.State.Current, cancellation));
        if (driver.State.Stopped is { } stopped)
            reporter.Set(ConditionType.Serving, AgentFaults.Stopped(stopped.Release), "");
    }

    private async Task<ObservedState> ObserveAndRepairAsync(CancellationToken cancellation)
    {
        var observed = await observer.ObserveAsync(driver.State.Current, cancellation);
        if (observed.Served is null)
            reporter.Set(ConditionType.Serving, AgentFaults.ServerAway(), "");
        else if (driver.State.Current is { } current && driver.IsQuiet)
            observed = await RepairAsync(current, observed, cancellation);
        else if (driver.State.Stopped is { } stopped && driver.IsQuiet)
            observed = await KeepStoppedAsync(stopped.Release, observed, cancellation);
        else
            reporter.Set(ConditionType.Serving, null, "The server answers.");
        reporter.Observed(observed);
        return observed;
    }

    /// <summary>Nothing is current, and what came up by itself or was loaded by somebody is unloaded again.</summary>
    private async Task<ObservedState> KeepStoppedAsync(ReleaseName stopped, ObservedState observed, CancellationToken cancellation)
    {
        var left = observed.Served!.Count > 0 ? await repair.KeepStoppedAsync(cancellation) : null;
        reporter.Set(ConditionType.Serving, left ?? AgentFaults.Stopped(stopped), "");
        return observed.Served.Count > 0 ? await observer.ObserveAsync(current: null, cancellation) : observed;
    }

    private async Task<ObservedState> RepairAsync(Generation current, ObservedState observed, CancellationToken cancellation)
    {
        var plan = Planner.Of(current.Desired, observed);
        var fault = await repair.RunAsync(plan, current, cancellation);
        reporter.Set(ConditionType.Serving, fault, ServesCommitted);
        if (plan.Repairs)
            observed = await observer.ObserveAsync(current, cancellation);
        if (Planner.Of(current.Desired, observed).IsConverged)
            driver.Apply(new DeploymentEvent.Restored(current.Number));
        return observed;
    }

    private async Task KeepSystemAsync(CancellationToken cancellation)
    {
        if (driver.IsQuiet)
            reporter.Set(ConditionType.SystemKept, driver.State.Current is { } current ? await Beside.RunAsync(current, cancellation) : null, SystemIsKept);
    }

    private void Report(ReleaseOffer offer)
    {
        reporter.Polled(offer);
        reporter.Set(ConditionType.GitReachable, offer.Unreachable, "The repository answers.");
        reporter.Set(ConditionType.ReleaseTrusted, offer.Gravest,
            "Everything the repository offers is signed and consistent.");
    }

    private PassOutcome Conclude(ReleaseOffer offer, ObservedState observed)
    {
        var content = offer.Desired?.Content;
        var fault = content is null || driver.State.Current?.Content == content
            ? null
            : offer.Paused ?? (observed.Served is null ? AgentFaults.ServerAway() : driver.State.FindBad(content.Value)?.Fault ?? driver.State.Fault);
        reporter.Set(ConditionType.ReleaseDeployed, fault,
            driver.State switch
            {
                { Current: { } current } => $"Release {current.Release} runs.",
                { Stopped: { } stopped } => $"Release {stopped.Release} was stopped.",
                _ => "No release was accepted yet.",
            });
        return new PassOutcome(offer.Unreachable is { } away ? Pace(away.Kind) : PollOutcome.Succeeded, offer.RetryAfter);
    }

    private static PollOutcome Pace(FaultKind unreachable) => unreachable switch
    {
        FaultKind.Permanent => PollOutcome.Permanent,
        FaultKind.Waiting => PollOutcome.Waiting,
        _ => PollOutcome.Transient,
    };

    private Fault? Damage()
    {
        var damage = string.Join(' ', new[] { driver.Damage, releases.Damage, Pause.Damage }.OfType<string>());
        return damage.Length == 0 ? null : new Fault(FaultKind.Waiting, AgentReason.StateDamaged, damage,
            "What is left was used, as said. If this comes again, check the disk.");
    }
}
