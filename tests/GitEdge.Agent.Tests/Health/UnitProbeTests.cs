using GitEdge.Agent.Health;
using GitEdge.Core.Health;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Tests.Health;

public sealed class UnitProbeTests
{
    private UnitState _state = State("active");

    private readonly UnitProbe _probe;

    public UnitProbeTests() => _probe = new UnitProbe((_, _) => Task.FromResult(_state));

    [Theory]
    [InlineData("active", "loaded", ProbeStatus.Passed, "active")]
    [InlineData("reloading", "loaded", ProbeStatus.Passed, "active")]
    [InlineData("activating", "loaded", ProbeStatus.Failed, "activating, result exit-code")]
    [InlineData("failed", "loaded", ProbeStatus.Failed, "failed, result exit-code")]
    [InlineData("inactive", "not-found", ProbeStatus.Failed, "there is no such unit")]
    public async Task Unit_passes_when_it_is_active(string active, string load, ProbeStatus status, string text)
    {
        _state = State(active) with { LoadState = load };

        Assert.Equal(new ProbeAnswer(status, text), await AskAsync());
    }

    [Fact]
    public async Task Unit_that_was_started_again_by_itself_has_failed_for_this_generation()
    {
        _probe.Begin(1);
        _state = State("active", 4);
        Assert.Equal(ProbeStatus.Passed, (await AskAsync()).Status);
        _state = State("active", 6);
        Assert.Equal("it ended and was started again, 2 times; it is active now", (await AskAsync()).Text);
        _probe.Begin(1);
        Assert.Equal(ProbeStatus.Failed, (await AskAsync()).Status);

        _probe.Begin(2);

        Assert.Equal(ProbeStatus.Passed, (await AskAsync()).Status);
    }

    [Fact]
    public async Task Unit_that_is_being_started_is_not_counted_against_it()
    {
        _state = State("activating") with { SubState = "start", Result = "success" };
        Assert.Equal(new ProbeAnswer(ProbeStatus.Failed, "it is being started", IsFresh: false), await AskAsync());

        _state = _state with { SubState = "auto-restart" };
        Assert.True((await AskAsync()).IsFresh);
    }

    [Fact]
    public async Task Count_that_begins_anew_is_no_restart()
    {
        _state = State("active", 3);
        await AskAsync();
        _state = State("active", 0);
        Assert.Equal(ProbeStatus.Passed, (await AskAsync()).Status);
        _state = State("active", 1);

        Assert.Equal(ProbeStatus.Failed, (await AskAsync()).Status);
    }

    [Fact]
    public async Task What_is_no_service_or_nobody_tells_of_is_said()
    {
        var away = new UnitProbe((_, _) => throw new BusException("org.example.Away", "no bus"));

        Assert.Equal(ProbeStatus.Unsupported, (await _probe.AskAsync("a.socket", CancellationToken.None)).Status);
        Assert.Equal(ProbeStatus.Failed, (await away.AskAsync("a.service", CancellationToken.None)).Status);
    }

    private Task<ProbeAnswer> AskAsync() => _probe.AskAsync("a.service", CancellationToken.None);

    private static UnitState State(string active, ulong restarts = 0) => new()
    {
        LoadState = "loaded", ActiveState = active, SubState = "", Result = "exit-code", Restarts = restarts, Limits = new UnitLimits(),
    };
}
