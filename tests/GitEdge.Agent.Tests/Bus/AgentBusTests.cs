using GitEdge.Agent.Bus;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Tests.Bus;

public sealed class AgentBusTests() : OnBus(PrivateBus.Start())
{
    [Fact]
    public void Root_may_have_everything_done()
    {
        Agent.IsInProbation = true;

        Assert.Equal([0, 0, 0, 0, 0], new[]
        {
            Agent.Call(0, "Reconcile"), Agent.Call(0, "Pause", "uint64:0"), Agent.Call(0, "Pause", "uint64:1800000000"), Agent.Call(0, "Resume"), Agent.Call(0, "RollBack"),
        }.Select(one => one.ExitCode));

        Assert.Equal(["reconcile", "pause ", "pause 1800000000", "resume", "rollback"], Agent.Asked);
    }

    [Theory]
    [InlineData("Reconcile")]
    [InlineData("Pause", "uint64:0")]
    [InlineData("Resume")]
    [InlineData("RollBack")]
    public void Without_polkit_others_may_have_nothing_done(string method, params string[] arguments)
    {
        var refused = Agent.Call(Nobody, method, arguments);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("User 65534 may not", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(Agent.Asked);
    }

    [Fact]
    public void Going_back_from_nothing_is_an_error_with_a_name()
    {
        var errors = Agent.Call(0, "RollBack").Errors;

        Assert.Contains(AgentBusNames.NothingInProbation, errors, StringComparison.Ordinal);
        Assert.Contains("Nothing is in probation", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("253402300800")]
    public void Pause_until_a_time_that_is_none_is_refused(string until)
    {
        Assert.Contains("is no time", Agent.Call(0, "Pause", $"uint64:{until}").Errors, StringComparison.Ordinal);
        Assert.Empty(Agent.Asked);
    }

    [Fact]
    public void Pause_that_cannot_be_written_down_is_refused()
    {
        Agent.IsDiskFull = true;

        Assert.Contains("could not be written down", Agent.Call(0, "Pause", "uint64:0").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Everybody_may_look()
    {
        var paused = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Agent.Tell(Agent.Status with
        {
            Phase = DeploymentPhase.Probation,
            Current = BusAgent.Generation(7),
            Pause = new OperatorPause { IsPaused = true, Until = paused },
            Conditions = [new Condition(ConditionType.Serving, false, "server-unreachable", "It does not answer.", "Look.", paused)],
        });

        Assert.Equal(
            ["s \"cam-1\"", "s \"stable\"", "s \"Probation\"", "s \"stable/7\"", "x 7", "b true", "t 1800000000", "a(sbss) 1 \"Serving\" false \"server-unreachable\" \"It does not answer.\""],
            new[] { "Device", "Channel", "Phase", "Release", "Generation", "Paused", "PausedUntil", "Conditions" }.Select(Agent.Property));
        Assert.Contains("server-unreachable", Agent.Property("StatusJson"), StringComparison.Ordinal);
        var seen = Bus.TryBusctl(Nobody, "introspect", "--no-legend", AgentBusNames.Name, AgentBusNames.Path).Output;
        Assert.All(["Reconcile", "Pause", "Resume", "RollBack", "GenerationChanged", "ConditionChanged", "StatusJson"], member => Assert.Contains($".{member} ", seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_are_told_and_what_stays_is_not()
    {
        List<string> heard = [];
        using var listener = await BusConnection.OpenAsync(Bus.Address, CancellationToken.None);
        using var signals = await listener.SubscribeAsync(new BusMatch { Sender = AgentBusNames.Name }, (signal, body) => Hear(heard, signal, body), CancellationToken.None);
        Agent.Tell(Agent.Status with { Phase = DeploymentPhase.Fetching });
        await Until.TrueAsync(() => Count(heard) == 1, "the phase");
        Agent.Tell(Agent.Status with { NextPoll = DateTimeOffset.UnixEpoch.AddHours(1) });
        var condition = new Condition(ConditionType.GitReachable, true, "ok", "It answers.", "", DateTimeOffset.UnixEpoch);

        Agent.Tell(Agent.Status with { Current = BusAgent.Generation(3), Conditions = [condition] });

        await Until.TrueAsync(() => Count(heard) >= 4, "the signals");
        Assert.Equal(["PropertiesChanged Phase", "PropertiesChanged Release Generation Conditions", "GenerationChanged 3 stable/3", "ConditionChanged GitReachable True ok"], heard);
    }

    [Fact]
    public async Task Bus_that_is_restarted_has_the_agent_again_and_why_it_was_away_is_told()
    {
        Bus.Kill();
        await Until.TrueAsync(() => Agent.Told is [.., not null], "the agent off the bus");
        Bus.StartAgain();

        await Agent.ServedAsync();

        Assert.Equal(0, Agent.Call(0, "Reconcile").ExitCode);
    }

    [Fact]
    public async Task Second_agent_waits_for_the_name_and_says_so()
    {
        await using var second = new BusAgent(Bus);
        await Until.TrueAsync(() => second.Told.Count > 0, "why it is not on the bus");
        Assert.Contains("Another process has the name", second.Told[0], StringComparison.Ordinal);

        await Agent.LeaveAsync();
        await second.ServedAsync();

        Assert.Equal(0, second.Call(0, "Reconcile").ExitCode);
        Assert.Equal(["reconcile"], second.Asked);
        Assert.Empty(Agent.Asked);
    }

    private static void Hear(List<string> heard, BusSignal signal, BusReader body)
    {
        var what = signal.Member switch
        {
            "GenerationChanged" => $"{body.ReadInt64()} {body.ReadString()}",
            "ConditionChanged" => $"{body.ReadString()} {body.ReadBoolean()} {body.ReadString()}",
            _ => Changed(body),
        };
        lock (heard)
            heard.Add($"{signal.Member} {what}");
    }

    private static string Changed(BusReader body)
    {
        body.ReadString();
        return string.Join(' ', body.ReadArray("{sv}", entry => entry.ReadDictEntry("sv", both =>
        {
            var name = both.ReadString();
            both.Skip("v");
            return name;
        })));
    }

    private static int Count(List<string> heard)
    {
        lock (heard)
            return heard.Count;
    }
}
