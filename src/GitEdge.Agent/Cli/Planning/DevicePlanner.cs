using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Cli.Status;
using GitEdge.Agent.Git;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>Plans for this device, from what its agent has fetched. Asks no remote and writes nothing.</summary>
/// <param name="agent">The device's configuration.</param>
/// <param name="now">The present.</param>
internal sealed class DevicePlanner(AgentManifest agent, DateTimeOffset now)
{
    /// <summary>The plan for <paramref name="at"/>.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not read the device's state.</exception>
    public async Task<PlanReport> PlanAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        var view = await DeviceView.LookAsync(agent, at, cancellation);
        var clock = new PlanClock(at);
        using var git = new GitFetcher(Path.Combine(agent.Root, "repository.git"), new GitLimits(), clock);
        var offer = view.IsMemoryLost ? ReleaseLook.MemoryLost() : ReleaseForecast.For(agent, git.Objects, clock).At(view.Accepted, view.State, cancellation);
        var report = Decide(view, offer) with { At = at };
        return report with { Notes = [.. report.Notes, .. Notes(view)] };
    }

    private PlanReport Decide(DeviceView view, ReleaseOffer offer)
    {
        if (offer is not { Release: { } release, Desired: { } desired })
            return Keep(view, "the fleet repository", offer.Distrusted.Count > 0 ? offer.Distrusted : [NothingFetched()]);
        var source = Name(ReleaseName.Of(release));
        if (view.State.Current?.Content == desired.Content)
            return Keep(view, source, offer.Distrusted, source);
        if ((view.Pause is { } pause ? PauseKeeper.FaultOf(pause) : offer.Paused) is { } paused)
            return Keep(view, source, [paused, .. offer.Distrusted]);
        if (view.FailedBefore(desired.Content, source) is { } bad)
            return Keep(view, source, [bad, .. offer.Distrusted]);
        return Deploy(view, offer, desired, source);
    }

    private PlanReport Deploy(DeviceView view, ReleaseOffer offer, DesiredState desired, string source) => Report(source) with
    {
        Plan = Planner.Of(desired, view.Observed),
        Faults = ServerFault(view),
        Notes =
        [
            .. offer.Distrusted.Select(fault => $"Something else is refused. {fault.Reason}: {fault.Message} {fault.Cure}"),
            .. view.State.Fault is { } last ? [$"The last attempt ended with {last.Reason}: {last.Message}"] : Array.Empty<string>(),
        ],
    };

    /// <summary>What runs stays, with <paramref name="faults"/> for why nothing newer comes.</summary>
    private PlanReport Keep(DeviceView view, string offered, IReadOnlyList<Fault> faults, string? runs = null) =>
        Report(runs ?? (view.State.Current is { } current ? Name(current.Release) : offered)) with
        {
            Plan = view.RepairPlan(),
            Faults = [.. faults, .. view.State.Current is null ? [] : ServerFault(view)],
        };

    private static Fault[] ServerFault(DeviceView view) => view.Observed.Served is null ? [AgentFaults.ServerAway()] : [];

    private PlanReport Report(string source) => new() { Device = agent.Device, At = now, Source = source };

    private static string Name(ReleaseName release) => $"release {release}";

    private Fault NothingFetched() => new(
        FaultKind.Waiting, PlanReason.NothingFetched,
        $"No release of channel '{agent.Channel}' was fetched to '{agent.Root}' yet.",
        "Release one and push it, and let the agent run; 'gitedge status' tells whether the repository can be reached.");

    private IEnumerable<string> Notes(DeviceView view)
    {
        foreach (var damage in view.Damage)
            yield return $"The device's state is damaged; the other copy was used if there is one: {damage}";
        if (view.State is { Target: { } target, Phase: var phase })
            yield return $"The agent is at work: release {target.Release} is in {phase}. This is the plan once that has ended.";
        if (view.State.Phase == DeploymentPhase.Stalled)
            yield return "Going back failed as well, so that a person is needed; a newer release is still taken.";
        yield return Contact(StatusReader.Read(agent.Runtime, now));
    }

    private string Contact(StatusRead read)
    {
        const string asFetched = "Planned from what the agent fetched; the repository was not asked.";
        if (read.Status is not { } status)
            return $"{asFetched} When it was reached last is not known: {read.Problem?.Message}";
        var away = status.Conditions.FirstOrDefault(condition => condition is { Type: ConditionType.GitReachable, Ok: false });
        var reached = status.LastContact is { } contact ? $"It was reached {Words.Relative(contact, now)}." : "It was never reached.";
        return away is null ? $"{asFetched} {reached}" : $"{asFetched} {reached} Now it is not: {away.Reason}: {away.Message}";
    }
}
