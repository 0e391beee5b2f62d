using GitEdge.Agent.Bus;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Cli.Operating;

/// <summary>What an error of the bus means to whoever typed the command.</summary>
internal static class OperatorFaults
{
    /// <summary>The fault, with the cure.</summary>
    public static Fault Of(BusException e) => e.Name switch
    {
        BusErrorNames.Disconnected or BusErrorNames.NotSupported => new Fault(FaultKind.Waiting, OperatorReason.BusUnreachable, $"The system's bus cannot be reached: {e.Message}",
            "See 'systemctl status dbus'. Without a bus 'systemctl reload gitedge-agent' has the agent look at once."),
        BusErrorNames.ServiceUnknown or BusErrorNames.NameHasNoOwner => new Fault(FaultKind.Waiting, OperatorReason.AgentUnreachable, $"No agent is on the bus: {e.Message}",
            "See 'systemctl status gitedge-agent'; its journal says when it is not allowed on the bus."),
        BusErrorNames.AccessDenied or BusErrorNames.InteractionRequired => new Fault(FaultKind.Waiting, OperatorReason.NotAllowed, e.Message,
            "Run it with sudo, or have polkit allow the actions io.gitedge.agent.* to this user."),
        AgentBusNames.NothingInProbation => new Fault(FaultKind.Waiting, OperatorReason.NothingInProbation, e.Message,
            "'gitedge status' shows the phase. What is committed is taken back by a newer release, or by 'gitedge recall'."),
        _ => new Fault(FaultKind.Transient, OperatorReason.AgentFailed, $"{e.Name}: {e.Message}", "See 'journalctl -u gitedge-agent'."),
    };

    /// <summary>What the command ends with.</summary>
    public static ExitCode CodeOf(Fault fault) => fault.Reason == OperatorReason.AgentFailed ? ExitCode.Failure : ExitCode.Unavailable;
}
