namespace GitEdge.Agent.Tests.Bus;

/// <summary>Who may have the agent do what, by a real polkit with the packages' policy.</summary>
public sealed class PolkitTests() : OnBus(PrivateBus.Start())
{
    private const int Daemon = 1;

    private PrivatePolkit _polkit = null!;

    public override async Task InitializeAsync()
    {
        _polkit = await PrivatePolkit.StartAsync(Bus, Repository.File("packaging", "polkit-1", "actions"), """
            polkit.addRule(function(action, subject) {
                if (action.id == "io.gitedge.agent.pause" && subject.user == "nobody") return polkit.Result.YES;
            });
            """);
        await base.InitializeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _polkit.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public void Rule_of_the_device_lets_a_user_do_what_it_names_and_nothing_else()
    {
        Assert.Equal(0, Agent.Call(Nobody, "Pause", "uint64:0").ExitCode);
        Assert.NotEqual(0, Agent.Call(Nobody, "Resume").ExitCode);
        Assert.NotEqual(0, Agent.Call(Nobody, "RollBack").ExitCode);
        Assert.NotEqual(0, Agent.Call(Daemon, "Pause", "uint64:0").ExitCode);
        Assert.Equal(["pause "], Agent.Asked);
    }

    [Theory]
    [InlineData("io.gitedge.agent.reconcile")]
    [InlineData("io.gitedge.agent.pause")]
    [InlineData("io.gitedge.agent.resume")]
    [InlineData("io.gitedge.agent.rollback")]
    public void Policy_of_the_packages_names_the_action_and_who_asks(string action)
    {
        var known = Bus.Busctl("--verbose", "call", "org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority", "org.freedesktop.PolicyKit1.Authority", "EnumerateActions", "s", "");

        Assert.Contains(action, known, StringComparison.Ordinal);
        Assert.Contains("unix-user:gitedge", known, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_is_not_asked_about() => Assert.Equal(0, Agent.Call(0, "Resume").ExitCode);
}
