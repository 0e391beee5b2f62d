using GitEdge.Agent.Bus;
using GitEdge.Linux.Bus;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>Joins the agent and the system's bus.</summary>
internal static class AgentOnBus
{
    /// <summary>Puts the agent on the bus from now on. Disposing it takes it off.</summary>
    public static AgentBus Start(AgentComposition parts, ILogger log)
    {
        var actions = new AgentActions(
            parts.Service.Wake,
            until => Pause(parts, keeper => keeper.Begin(until)),
            () => Pause(parts, keeper => keeper.Lift()),
            () => RollBackAsync(parts));
        var served = new AgentObject(actions, () => parts.Reporter.Current);
        var bus = new AgentBus(BusConnection.SystemAddress, served, problem => Tell(log, problem), TimeProvider.System);
        parts.Reporter.Told = bus.Tell;
        bus.Start();
        return bus;
    }

    /// <summary>The next pass says what follows from it for what waits.</summary>
    private static void Pause(AgentComposition parts, Action<PauseKeeper> change)
    {
        change(parts.Pause);
        parts.Reporter.Pause(parts.Pause.Current);
        parts.Service.Wake();
    }

    private static async Task<bool> RollBackAsync(AgentComposition parts)
    {
        var asked = parts.Driver.RollBackAsync();
        // After a pass that a full disk ended, nobody drives until the next one.
        if (!asked.IsCompleted)
            parts.Service.Wake();
        return await asked;
    }

    private static void Tell(ILogger log, string? problem)
    {
        if (problem is null)
            Log.OnBus(log, AgentBusNames.Name);
        else
            Log.Notice(log, $"Not on the bus as {AgentBusNames.Name}: {problem} 'gitedge reconcile', 'pause' and 'rollback' do not reach this agent; nothing else changes.");
    }
}
