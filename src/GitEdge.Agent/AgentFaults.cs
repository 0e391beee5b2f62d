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

    /// <summary>Something nobody thought of, which is never the release's doing.</summary>
    public static Fault Unexpected(Exception e) => new(
        FaultKind.Transient, AgentReason.Unexpected, $"{e.GetType().Name}: {e.Message}", "See the journal; report it if it stays.");
}
