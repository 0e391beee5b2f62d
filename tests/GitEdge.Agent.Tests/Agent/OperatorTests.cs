using System.Diagnostics;
using System.Text.Json.Nodes;
using GitEdge.Agent.Cli.Status;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>The real executable as the agent and as the command line, on a private bus, with the real server.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class OperatorTests : IAsyncLifetime, IDisposable
{
    private readonly PrivateBus _bus = PrivateBus.Start();
    private readonly AgentDevice _device = new();
    private string _first = null!;
    private Process _agent = null!;

    public async Task InitializeAsync()
    {
        _first = await _device.InstallAsync(TestModels.Good(1));
        await StartAsync();
    }

    public Task DisposeAsync() => StopAsync();

    public void Dispose()
    {
        _device.Dispose();
        _bus.Dispose();
    }

    [Fact]
    public async Task Paused_device_begins_nothing_over_restarts_and_goes_on_when_it_is_lifted()
    {
        Assert.Equal((0, "Nothing new is begun on this device until it is lifted.\n"), Ask("pause"));
        var digest = _device.Fleet.Release(TestModels.Good(2));
        await Until.TrueAsync(() => Status() is { Accepted.Counter: 2, Pause: not null } status && AgentDevice.ReasonOf(status, ConditionType.ReleaseDeployed) == AgentReason.Paused, "the release to wait");
        var plan = Run("plan", "--config", _device["agent.yaml"], "--json");
        Assert.Equal((4, "paused"), (plan.ExitCode, (string?)JsonNode.Parse(plan.Output)!["faults"]![0]!["reason"]));

        await StopAsync();
        await StartAsync();
        await Until.TrueAsync(() => Status() is { Pause: not null, LastContact: not null } status && AgentDevice.ReasonOf(status, ConditionType.ReleaseDeployed) == AgentReason.Paused, "the pause after a restart");
        Assert.Equal(1, _device.Journal().Current!.Release.Counter);
        Assert.Contains("until it is lifted", Run("status", "--config", _device["agent.yaml"]).Output, StringComparison.Ordinal);
        Assert.Equal((0, "The pause is lifted.\n"), Ask("pause", "--off"));

        await Until.TrueAsync(() => _device.Journal() is { Phase: DeploymentPhase.Idle, Current.Release.Counter: 2 }, "the release");
        await _device.AssertServesAsync(digest, "the pause is lifted");
    }

    [Fact]
    public async Task Pause_ends_by_itself()
    {
        var until = Json("pause", "--for", "2s");
        Assert.True((bool)until["done"]!);
        _device.Fleet.Release(TestModels.Good(2));

        await Until.TrueAsync(() => _device.Journal() is { Phase: DeploymentPhase.Idle, Current.Release.Counter: 2 }, "the release");

        Assert.Null(Status()!.Pause);
        Assert.True(_device.History().First(entry => entry.Release.Counter == 2).At >= (DateTimeOffset)until["until"]!);
    }

    [Fact]
    public async Task Operator_takes_back_what_is_in_probation_at_once_and_it_is_not_begun_again()
    {
        Assert.Equal("nothing-in-probation", (string?)Json("rollback")["problem"]!["reason"]);
        _device.Fleet.Release(TestModels.Good(2), new TestRelease { Soak = TimeSpan.FromMinutes(10) });
        await Until.TrueAsync(() => _device.Journal().Phase == DeploymentPhase.Probation, "probation");
        Assert.Equal(0, Ask("pause").Code);

        Assert.Equal((0, "The device goes back to what was committed.\n"), Ask("rollback"));

        await Until.TrueAsync(() => _device.Journal() is { Phase: DeploymentPhase.Idle, Current.Release.Counter: 1 }, "the way back");
        Assert.Equal(DeploymentReason.AskedByOperator, _device.History().Last(entry => entry.To == DeploymentPhase.RollingBack).Fault!.Reason);
        await _device.AssertServesAsync(_first, "gone back");
        Assert.Equal(0, Ask("pause", "--off").Code);
        Assert.Equal(0, Ask("reconcile").Code);
        await Until.TrueAsync(() => Status() is { Pause: null } status && AgentDevice.ReasonOf(status, ConditionType.ReleaseDeployed) == DeploymentReason.AskedByOperator, "the reason");
        Assert.Single(_device.Journal().Bad);
    }

    [Fact]
    public async Task Agent_that_is_away_is_named_as_the_reason()
    {
        await StopAsync();

        Assert.Equal("agent-unreachable", (string?)Json("reconcile")["problem"]!["reason"]);
        _bus.Kill();
        Assert.Equal("bus-unreachable", (string?)Json("reconcile")["problem"]!["reason"]);
        _bus.StartAgain();
        await StartAsync();
        Assert.Equal(2, Run("pause", "--off", "--for", "1h").ExitCode);
        Assert.Equal(2, Run("pause", "--until", "2001-01-01T00:00:00Z").ExitCode);
    }

    [Fact]
    public async Task Agent_goes_on_without_its_bus_and_comes_back_to_it()
    {
        _bus.Kill();
        var digest = _device.Fleet.Release(TestModels.Good(2));
        await Until.TrueAsync(() => _device.Journal() is { Phase: DeploymentPhase.Idle, Current.Release.Counter: 2 }, "the release");
        await _device.AssertServesAsync(digest, "without a bus");

        _bus.StartAgain();

        await Until.TrueAsync(() => Ask("reconcile").Code == 0, "the agent on the bus");
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "gitedge.dll");

    private async Task StartAsync()
    {
        _device.WriteConfiguration();
        var start = new ProcessStartInfo("dotnet", [Program, "agent", "--config", _device["agent.yaml"]]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _bus.Environment)
            start.Environment[name] = value;
        _agent = Process.Start(start)!;
        _agent.BeginOutputReadLine();
        _agent.BeginErrorReadLine();
        await Until.TrueAsync(() => _bus.TryBusctl(0, "status", "io.gitedge.Agent1").ExitCode == 0, "the agent on the bus");
    }

    private async Task StopAsync()
    {
        _agent.Kill();
        await _agent.WaitForExitAsync();
        _agent.Dispose();
    }

    private DeviceStatus? Status() => StatusReader.Read(_device.Manifest.Runtime, DateTimeOffset.UtcNow).Status;

    private ToolResult Run(params string[] arguments) => Tool.Try("dotnet", [Program, .. arguments], environment: _bus.Environment);

    private (int Code, string Said) Ask(params string[] arguments)
    {
        var result = Run(arguments);
        return (result.ExitCode, result.Output + result.Errors);
    }

    private JsonNode Json(params string[] arguments) => JsonNode.Parse(Run([.. arguments, "--json"]).Output)!;
}
