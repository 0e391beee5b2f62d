using System.Net.Http.Json;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Agent.Tests.Trust;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Kill;

/// <summary>The agent is killed while it stops what was recalled: whatever the moment, the next one ends it, and nothing serves.</summary>
[Trait("Category", "Slow")]
[Trait("Category", "Kill")]
[Collection(AgentCollection.Name)]
public sealed class KilledStopTests : IDisposable
{
    private const int Sampled = 12;

    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Killed_anywhere_while_it_stops_the_device_ends_stopped()
    {
        await PrepareAsync();
        var recording = _device["recording"];
        await ResetAsync();
        Run(["strace", "-f", "-qq", "-o", recording, "-e", $"trace=execve,{string.Join(',', KillPoint.Calls)}"]);
        await AssertStoppedAsync("without a kill");
        var points = KillPoint.Read(recording);
        var kills = 0;

        foreach (var point in Environment.GetEnvironmentVariable("GITEDGE_KILL_MATRIX") == "all" ? points : KillPoint.Spread(points, Sampled))
        {
            await ResetAsync();
            kills += Run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={point.Call}", "-e", $"inject={point.Call}:signal=SIGKILL:when={point.Number}"]).ExitCode > 1 ? 1 : 0;
            var status = await _device.PassAsync();
            if (AgentDevice.ReasonOf(status, ConditionType.Serving) != "stopped")
                status = await _device.PassAsync();
            Assert.True(AgentDevice.ReasonOf(status, ConditionType.Serving) == "stopped", $"killed at {point}: {AgentDevice.Describe(status)}");
            await AssertStoppedAsync($"killed at {point}");
        }

        Assert.True(kills >= Math.Min(points.Count, Sampled) / 2, $"{kills} kills at {points.Count} points");
        await _device.AssertServesAsync(await _device.InstallAsync(TestModels.Good(2)), "the next release");
    }

    /// <summary>A release runs that asks to be stopped, and its recall is pushed.</summary>
    private async Task PrepareAsync()
    {
        var meta = new TrustFleet(_device.Fleet.Repository, _device["people"]);
        meta.Push();
        _device.Manifest = _device.Manifest with { AllowedSigners = null, Trust = meta.EnrolledFile, Freshness = FreshnessRule.Ignore };
        await _device.InstallAsync(TestModels.Good(1), new TestRelease { WhenRecalled = RecallRule.Stop });
        Tool.Run("cp", ["-a", _device.Root, _device["before"]]);
        meta.Recall(1, 1);
        meta.Push();
    }

    private async Task ResetAsync()
    {
        Tool.Run("find", [_device.Root, "-mindepth", "1", "-delete"]);
        Tool.Run("cp", ["-a", _device["before"] + "/.", _device.Root]);
        await AdminAsync("models/m/load", new { parameters = new { slot = "a", version = "1" } });
        await AdminAsync("promote", new { versions = new { m = "1" } });
        Assert.NotNull(await _device.ServedDigestAsync());
    }

    private async Task AdminAsync(string path, object body)
    {
        using var response = await _device.Server!.Admin.PostAsJsonAsync("v2/repository/" + path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task AssertStoppedAsync(string when)
    {
        Assert.True(await _device.ServedDigestAsync() is null, when);
        Assert.True(_device.Slots.Active is null, when);
        Assert.True(_device.Journal() is { Phase: DeploymentPhase.Idle, Current: null, Stopped.Counter: 1 }, when);
    }

    private ToolResult Run(string[] before)
    {
        string[] line =
        [
            .. before, "dotnet", typeof(KilledStopTests).Assembly.Location, "trust-agent", _device.Root, _device.Manifest.Runtime,
            _device.Fleet.Repository.Path, _device.Manifest.Trust!, _device.Manifest.InferenceAdmin,
        ];
        return Tool.Try(line[0], line[1..], environment: new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0", ["DOTNET_TieredPGO"] = "0" });
    }
}
