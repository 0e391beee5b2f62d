using System.Diagnostics;
using GitEdge.Core.Deployments;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>The real executable.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class AgentProcessTests : IDisposable
{
    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Second_agent_on_one_root_is_refused_and_the_first_goes_on()
    {
        await _device.InstallAsync(TestModels.Good(1));
        using var first = Start();
        await Until.TrueAsync(() => File.Exists(Path.Combine(_device.Manifest.Runtime, "status.json")) && File.Exists(Path.Combine(_device.Root, "lock")), "the first agent");

        var second = Tool.Try("dotnet", [.. Arguments(), "--once"]);

        Assert.Equal((4, ""), (second.ExitCode, second.Output));
        Assert.Contains($"Another gitedge agent works on '{_device.Root}'", second.Errors, StringComparison.Ordinal);
        var digest = _device.Fleet.Release(TestModels.Good(2));
        await Until.TrueAsync(() => _device.Journal() is { Phase: DeploymentPhase.Idle, Current.Release.Counter: 2 }, "the second release");
        await _device.AssertServesAsync(digest, "the first agent");
        first.Kill();
        await first.WaitForExitAsync();
        Assert.Equal(0, Tool.Try("dotnet", [.. Arguments(), "--once"]).ExitCode);
    }

    [Theory]
    [InlineData(DeploymentPhase.Preflight)]
    [InlineData(DeploymentPhase.Probation)]
    public async Task Killed_agent_finishes_when_it_is_started_again(DeploymentPhase phase)
    {
        await _device.InstallAsync(TestModels.Good(1));
        var digest = _device.Fleet.Release(TestModels.Good(2), new TestRelease { Soak = TimeSpan.FromSeconds(5) });
        using (var agent = Start())
        {
            await Until.TrueAsync(() => _device.Journal().Phase == phase, $"{phase}");
            agent.Kill();
            await agent.WaitForExitAsync();
        }

        Assert.Equal(0, Tool.Try("dotnet", [.. Arguments(), "--once"]).ExitCode);

        await _device.AssertServesAsync(digest, "after the kill");
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet", Arguments()) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private string[] Arguments()
    {
        _device.WriteConfiguration();
        return [Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "agent", "--config", _device["agent.yaml"]];
    }
}
