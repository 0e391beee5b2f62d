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

    [Fact]
    public async Task Token_of_a_remote_is_in_nothing_that_the_agent_writes_or_starts()
    {
        const string Token = "glpat-1f0c5a77d2";
        var authority = new TestAuthority(_device["authority"]);
        using var server = GitHttpServer.Start(_device["http"], Path.GetDirectoryName(_device.Fleet.Repository.Path)!, authority.Issue(), Token);
        var digest = _device.Fleet.Release(TestModels.Good(1));
        var remote = $"url: {server.Url("fleet.git/.git")}\n      caFile: {authority.CertificateFile}\n      tokenFile: {_device["token"]}";

        var (refused, first) = Trace(remote, "wrong-" + Token);
        var (taken, second) = Trace(remote, Token);

        Assert.Equal((1, 0), (refused, taken));
        await _device.AssertServesAsync(digest, "with the right token");
        // What is seen: status, metrics and journal, each file, and every argument of every process that it starts.
        Assert.Contains("auth-failed", first, StringComparison.Ordinal);
        Assert.Contains("gitedge_rejections_total", second, StringComparison.Ordinal);
        Assert.Contains("execve(", second, StringComparison.Ordinal);
        Assert.All(
            new[] { Token, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"gitedge:{Token}")), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"gitedge:wrong-{Token}")) },
            secret => Assert.DoesNotContain(secret, first + second, StringComparison.Ordinal));
    }

    /// <summary>One pass, with everything that the process and its children say to anybody.</summary>
    private (int ExitCode, string Said) Trace(string remote, string token)
    {
        File.WriteAllText(_device["token"], token + "\n");
        _device.WriteConfiguration($"allowedSigners: {_device.Manifest.AllowedSigners}", $"metrics: {Path.Combine(_device.Manifest.Runtime, "gitedge.prom")}");
        File.WriteAllText(_device["agent.yaml"], File.ReadAllText(_device["agent.yaml"]).Replace($"url: file://{_device.Fleet.Repository.Path}", remote, StringComparison.Ordinal));
        var ended = Tool.Try("strace",
        [
            "-f", "--seccomp-bpf", "-qq", "-s", "1000000", "-o", _device["trace"], "-e", "trace=execve,write,pwrite64,writev,pwritev,sendto,sendmsg",
            "dotnet", Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "agent", "--config", _device["agent.yaml"], "--once",
        ]);
        return (ended.ExitCode, $"{ended.Output}{ended.Errors}{File.ReadAllText(_device["trace"])}");
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet", Arguments()) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private string[] Arguments()
    {
        _device.WriteConfiguration();
        return [Path.Combine(AppContext.BaseDirectory, "gitedge.dll"), "agent", "--config", _device["agent.yaml"]];
    }
}
