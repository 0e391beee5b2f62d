using GitEdge.Agent.Bus;

namespace GitEdge.Agent.Tests.Bus;

/// <summary>The packages' policy for the bus, on a real one. The agent's user is root here, as whom tests run.</summary>
public sealed class BusPolicyTests() : OnBus(PrivateBus.Start(System + Policy()))
{
    // What the system's own configuration says of everybody.
    private const string System = """
        <policy context="default">
          <allow user="*"/><deny own="*"/><deny send_type="method_call"/><allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
          <allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/><allow receive_type="method_return"/>
          <allow receive_type="error"/><allow receive_type="signal"/><allow send_destination="org.freedesktop.DBus"/>
        </policy>
        """;

    [Fact]
    public void Anybody_may_ask_and_look_and_the_agent_decides()
    {
        Assert.Contains("may not", Agent.Call(Nobody, "Reconcile").Errors, StringComparison.Ordinal);
        Assert.Equal(0, Bus.TryBusctl(Nobody, "get-property", AgentBusNames.Name, AgentBusNames.Path, AgentBusNames.Name, "Phase").ExitCode);
        Assert.Contains(".Reconcile ", Bus.TryBusctl(Nobody, "introspect", AgentBusNames.Name, AgentBusNames.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_may_take_the_name()
    {
        await Agent.LeaveAsync();
        await Until.TrueAsync(() => Agent.Call(0, "Reconcile").ExitCode != 0, "the name to be free");

        var taken = Bus.TryCall(Nobody, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.RequestName", $"string:{AgentBusNames.Name}", "uint32:4");

        Assert.Contains("not allowed to own", taken.Errors, StringComparison.Ordinal);
    }

    private static string Policy()
    {
        var text = File.ReadAllText(Repository.File("packaging", "dbus-1", "system.d", "io.gitedge.Agent1.conf"));
        var inside = text[(text.IndexOf("<busconfig>", StringComparison.Ordinal) + "<busconfig>".Length)..text.IndexOf("</busconfig>", StringComparison.Ordinal)];
        Assert.Contains("user=\"gitedge\"", inside, StringComparison.Ordinal);
        return inside.Replace("user=\"gitedge\"", "user=\"root\"", StringComparison.Ordinal);
    }
}
