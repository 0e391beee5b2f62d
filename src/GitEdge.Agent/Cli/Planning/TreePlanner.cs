using GitEdge.Agent.Authoring;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Cli.Planning;

/// <summary>Plans as if a working tree were released as it stands: no signature, no lock, no accepted release.</summary>
/// <param name="directory">The working tree of a fleet repository.</param>
/// <param name="now">The present.</param>
internal sealed class TreePlanner(string directory, DateTimeOffset now)
{
    /// <summary>The plan for one device.</summary>
    /// <param name="deviceId">Which.</param>
    /// <param name="at">For which moment; null for now, when a release would get a new expiry.</param>
    /// <param name="view">A real device's state; null for a new device.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public PlanReport Plan(string deviceId, DateTimeOffset? at, DeviceView? view)
    {
        var report = new PlanReport { Device = deviceId, At = at ?? now, Source = $"the working tree '{directory}'" };
        var fleet = FleetValidate.Run(directory, ManifestReader.ReadFleet);
        if (!fleet.IsValid)
            return report with { Faults = [.. fleet.Problems.Select(Fault)] };
        var desired = DesiredStateResolver.Resolve(fleet.Value, deviceId, LockedFiles());
        if (!desired.IsValid)
            return report with { Faults = [.. desired.Problems.Select(Fault)] };
        var rollout = fleet.Value.FindRollout(fleet.Value.FindDevice(deviceId)!.Channel)!;
        report = report with { Notes = [.. Notes(rollout, at, view), .. FleetValidate.FindForbidden(fleet.Value, directory).Select(Note)] };
        if (desired.Value.UnsupportedBy(DeviceAbilities.WithHelper) is { Count: > 0 } unsupported)
            return report with { Faults = [.. unsupported.Select(Fault)] };
        var faults = Untimely(rollout, at).Append(view?.FailedBefore(desired.Value.Content, report.Source)).OfType<Fault>();
        return report with
        {
            Plan = Planner.Of(desired.Value, view?.Observed ?? new ObservedState { Served = [] }),
            Faults = [.. faults, .. view is { Observed.Served: null } ? [AgentFaults.ServerAway()] : Array.Empty<Fault>()],
        };
    }

    private static string Note(ManifestProblem problem) => $"{problem.At}: a device refuses this unless its owner allows it: {problem.What}.";

    private IEnumerable<Fault?> Untimely(RolloutManifest rollout, DateTimeOffset? at)
    {
        if (rollout.NotBefore is { } start && start > (at ?? now))
            yield return Fault(RejectionReason.NotYetStarted, $"notBefore is {Words.Time(start)}.");
        if (at is { } moment && rollout.Expires is { } end && moment >= end)
            yield return Fault(RejectionReason.Expired, $"It expired at {Words.Time(end)}.");
    }

    private IEnumerable<string> Notes(RolloutManifest rollout, DateTimeOffset? at, DeviceView? view)
    {
        yield return $"Nothing signed this tree: it is planned as if 'gitedge release {rollout.Channel}' released it as it stands.";
        if (view is null)
            yield return "No device was looked at: this is the plan of a new one. --config FILE plans against a real one.";
        if (at is null && rollout.Expires is { } end && now >= end)
            yield return $"What was released last expired at {Words.Time(end)}; 'gitedge release' sets a new expiry.";
        foreach (var wave in rollout.Waves)
            yield return Words.Say($"Wave {wave.Name}, {wave.Share / 100.0:0.##}% of the devices, {(wave.Start > (at ?? now) ? "begins" : "began")} at {Words.Time(wave.Start)}.");
    }

    /// <summary>What the lock of a release would say of golden and Quadlet files, which are part of what a device compares.</summary>
    private List<LockedFile> LockedFiles() => [.. WorkingTree.Read(directory).Paths
        .Where(path => FleetLayout.IsBelow(path, FleetLayout.Golden) || FleetLayout.IsBelow(path, FleetLayout.Containers))
        .Select(path => new LockedFile(path, Sha256Digest.Of(File.ReadAllBytes(Path.Combine(directory, path)))))];

    private static Fault Fault(RejectionReason reason, string detail)
    {
        var why = Rejection.Because(reason, detail);
        return new Fault(why.Kind == RejectionKind.Waiting ? FaultKind.Waiting : FaultKind.Permanent, why.Code, why.Detail, why.Cure);
    }

    private static Fault Fault(UnsupportedItem item) => new(
        FaultKind.Permanent, ReleaseReason.Unsupported, $"{item}.", "Take it out of the profiles that select this device, or update the agent.");

    private static Fault Fault(ManifestProblem problem) => new(
        FaultKind.Permanent, ReleaseReason.ManifestInvalid, $"{problem.At}: {problem.What}.", $"{char.ToUpperInvariant(problem.Cure[0])}{problem.Cure[1..]}.");
}
