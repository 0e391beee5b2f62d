using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>What keeps containers from running, as faults.</summary>
internal static class ContainerFaults
{
    /// <summary>It waits: the owner may allow it.</summary>
    public static Fault NotAllowed(IReadOnlyList<ManifestProblem> problems) => new(FaultKind.Waiting, ContainerReason.NotAllowed,
        string.Join("; ", problems.Select(problem => $"{problem.At}: {problem.What}")) + ".",
        $"{char.ToUpperInvariant(problems[0].Cure[0])}{problems[0].Cure[1..]}. 'man gitedge' and docs/containers.md tell what is allowed.");

    /// <summary>The same of a container that was committed.</summary>
    public static Fault NotStartedAgain(IReadOnlyList<ManifestProblem> problems) => NotAllowed(problems) is var fault
        ? fault with { Message = $"{fault.Message} It was allowed once: what runs of it goes on, and is not started again." }
        : fault;

    /// <summary>What the journal says where one is not started.</summary>
    public static string Withheld(string name, IReadOnlyList<ManifestProblem> problems) => $"Container '{name}' is not started: {NotAllowed(problems).Message}";

    public static Fault Taken(ContainerUnit container, UnitState unit) => new(FaultKind.Waiting, ContainerReason.NameTaken,
        $"This device has a unit {container.Service} already{(unit.SourcePath.Length > 0 ? $", of '{unit.SourcePath}'" : "")}, which is not replaced.",
        "Give the container another name in the profile, or remove that unit.");

    public static Fault NotPulled(ContainerUnit container, string unit, string how) => new(FaultKind.Transient, ContainerReason.PullFailed,
        $"The image of container '{container.Name}' could not be pulled ({how}): {container.Image}.",
        $"It is tried again. 'journalctl -u {unit}' has Podman's words; check address, certificate and the credential '{ContainerPlaces.Credential}'.");

    public static Fault NoRoom(long free) => new(FaultKind.Waiting, ContainerReason.NoRoom,
        FormattableString.Invariant($"There are {free >> 20} MiB left where images lie, too few to pull another one."), "Make room on that disk; 'podman system df' shows what images take.");

    public static Fault NotGenerated(ContainerUnit container) => new(FaultKind.Permanent, ContainerReason.NotGenerated,
        $"Podman's generator made no {container.Service} of the container's file.",
        "'/usr/lib/systemd/system-generators/podman-system-generator --dryrun' on the device tells why; correct the file and release again.");

    public static Fault NotStarted(ContainerUnit container, JobResult job, UnitState unit) => new(
        job is JobResult.Failed or JobResult.Dependency or JobResult.Timeout ? FaultKind.Permanent : FaultKind.Transient, ContainerReason.StartFailed,
        $"Container '{container.Name}' did not start, or was not healthy in time: the job of {container.Service} is {Word(job)}, the unit {unit.ActiveState} with result {unit.Result}.",
        $"'journalctl -u {container.Service}' has its words; correct the container and release again.");

    public static Fault NotStopped(string name, JobResult job) => new(FaultKind.Transient, ContainerReason.StopFailed,
        $"Container '{name}' could not be stopped: the job is {Word(job)}.", $"It is tried again; see 'systemctl status {name}.service'.");

    public static Fault Unreachable(Exception e) => new(FaultKind.Transient, ContainerReason.Unreachable,
        $"Podman or systemd did not do what was asked: {e.Message}", "It is tried again. Check that podman.socket is enabled ('systemctl enable --now podman.socket') and not masked.");

    private static string Word(JobResult job) => job.ToString().ToLowerInvariant();
}
