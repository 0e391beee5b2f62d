using GitEdge.Core.Containers;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Faults that more than one part tells of.</summary>
internal static class AgentFaults
{
    /// <summary>The model server does not answer.</summary>
    public static Fault ServerAway() => new(
        FaultKind.Waiting, AgentReason.ServerUnreachable,
        "The model server does not answer on its admin socket.",
        "See 'systemctl status gitedge-inference'. No release is started until it answers.");

    /// <summary>What ran was recalled and stopped.</summary>
    public static Fault Stopped(ReleaseName release) => new(
        FaultKind.Waiting, AgentReason.Stopped,
        $"Release {release} was recalled, nothing good was before it, and it was stopped, as it asked for: nothing serves.",
        $"Release a newer one, or lift the recall with 'gitedge resume {release.Channel} --recall {release.Counter}'.");

    /// <summary>A committed container was started again, and is away once more.</summary>
    public static Fault ContainerStops(string name) => new(
        FaultKind.Waiting, ContainerReason.Stops,
        $"Container '{name}' does not run, though it was started again; it is tried with growing pauses, a quarter of an hour at most.",
        $"'journalctl -u {name}.service' has its words; release one that stays. 'gitedge reconcile' has it tried at once.");

    /// <summary>A container that systemd starts again and again.</summary>
    public static Fault ContainerRestarts(string name) => new(
        FaultKind.Waiting, ContainerReason.Stops,
        $"Container '{name}' does not stay: systemd has started it again by itself, as its Restart= says.",
        $"'journalctl -u {name}.service' has its words; release one that stays.");

    /// <summary>Something nobody thought of, which is never the release's doing.</summary>
    public static Fault Unexpected(Exception e) => new(
        FaultKind.Transient, AgentReason.Unexpected, $"{e.GetType().Name}: {e.Message}", "See the journal; report it if it stays.");
}
