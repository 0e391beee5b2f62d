using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Bus;

/// <summary>Calls the agent of this device over the system's bus, as the command line does.</summary>
internal static class AgentClient
{
    // Going back waits for the look that is under way; and a person may have to prove who they are.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Calls a method of <see cref="AgentBusNames.Name"/>.</summary>
    /// <exception cref="BusException">There is no bus or no agent, or it says no.</exception>
    public static async Task CallAsync(string member, WriteValues arguments, CancellationToken cancellation)
    {
        using var bus = await BusConnection.OpenAsync(BusConnection.SystemAddress, cancellation);
        await bus.CallAsync(new BusCall(AgentBusNames.Name, AgentBusNames.Path, AgentBusNames.Name, member)
        {
            Arguments = arguments,
            Timeout = Patience,
            MayAsk = true,
        }, cancellation);
    }
}
