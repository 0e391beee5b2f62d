using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitEdge.Agent.Git;
using GitEdge.Agent.Slots;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Kill;

/// <summary>A device that stands before an update, again and again, and an agent that is killed in it.</summary>
internal sealed class KillRig : IDisposable
{
    private readonly KillScenario _scenario;
    private readonly SmallDisk? _disk;
    private readonly AgentDevice _device;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _traffic;
    private readonly string _old;
    private readonly string _new;

    private KillRig(KillScenario scenario, SmallDisk? disk, AgentDevice device, (string Old, string New) digests)
    {
        (_scenario, _disk, _device, (_old, _new)) = (scenario, disk, device, digests);
        _traffic = scenario == KillScenario.Rollback ? Task.Run(SendAsync) : Task.CompletedTask;
    }

    /// <summary>Generation 2 runs in slot b, 1 is still in a, the next release is fetched and not looked at.</summary>
    public static async Task<KillRig> PrepareAsync(KillScenario scenario)
    {
        var disk = scenario is KillScenario.FullDisk or KillScenario.ReadOnlyDisk ? new SmallDisk(8) : null;
        var device = new AgentDevice(disk?["root"]);
        await device.InstallAsync(TestModels.Good(1));
        var old = await device.InstallAsync(TestModels.Good(2));
        var soak = new TestRelease { Soak = TimeSpan.FromMilliseconds(scenario == KillScenario.Rollback ? 10_000 : 100) };
        var next = device.Fleet.Release(scenario switch
        {
            KillScenario.BadUpdate => TrialModels.Linear(3),
            KillScenario.Rollback => TestModels.Deceitful,
            KillScenario.FullDisk => TestModels.Large(3),
            _ => TestModels.Good(3),
        }, soak);
        using (var git = new GitFetcher(Path.Combine(device.Root, "repository.git"), new GitLimits(), TimeProvider.System))
            Assert.IsType<FetchOutcome.Fetched>(await git.FetchAsync([new GitRemoteOptions { Name = "origin", Url = device.Fleet.Repository.Path }], "stable", CancellationToken.None));
        Tool.Run("cp", ["-a", device.Root, device["before"]]);
        return new KillRig(scenario, disk, device, (old, next));
    }

    /// <summary>Where the agent can be killed, from a run in which it is not.</summary>
    public async Task<IReadOnlyList<KillPoint>> RecordAsync()
    {
        await ResetAsync();
        var recording = _device["recording"];
        Run(["strace", "-f", "-qq", "-o", recording, "-e", $"trace=execve,{string.Join(',', KillPoint.Calls)}"]);
        return KillPoint.Read(recording);
    }

    /// <summary>One update that is killed, and what comes after; false when the agent did not come to that point.</summary>
    public async Task<bool> KillAsync(KillPoint point)
    {
        await ResetAsync();
        var ended = Run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={point.Call}", "-e", $"inject={point.Call}:signal=SIGKILL:when={point.Number}"]);
        var killed = ended.ExitCode > 1;
        await AssertWholeAsync($"after the kill at {point}");
        if (_scenario is KillScenario.FullDisk or KillScenario.ReadOnlyDisk)
        {
            await _device.PassAsync();
            await _device.AssertServesAsync(_old, $"on the bad disk after the kill at {point}");
            HealDisk();
        }
        await ConvergeAsync(point);
        return killed;
    }

    public void Dispose()
    {
        _end.Cancel();
        _traffic.Wait();
        _end.Dispose();
        _device.Dispose();
        _disk?.Dispose();
    }

    private async Task ConvergeAsync(KillPoint point)
    {
        DeviceStatus status = await _device.PassAsync();
        await AssertWholeAsync($"after the kill at {point} and a restart");
        for (var pass = 0; pass < 2 && !IsConverged(status); pass++)
            status = await _device.PassAsync();
        Assert.True(IsConverged(status), $"killed at {point}: {AgentDevice.Describe(status)}");
        await _device.AssertServesAsync(_scenario is KillScenario.BadUpdate or KillScenario.Rollback ? _old : _new, $"at the end after {point}");
        Assert.Empty(Directory.GetFiles(Path.Combine(_device.Root, "blobs", "partial")));
    }

    private bool IsConverged(DeviceStatus status) => status.Phase == DeploymentPhase.Idle && _device.Journal() is var journal
        && (_scenario is KillScenario.BadUpdate or KillScenario.Rollback
            ? journal.Bad.Any(bad => bad.Release.Counter == 3) && status.Models is [{ Default: true, Version: 2 }]
            : status.Ok && journal.Current!.Release.Counter == 3);

    /// <summary>The old release or the new one, whole, and the server answers with one of them.</summary>
    private async Task AssertWholeAsync(string when)
    {
        var active = _device.Slots.Active;
        Assert.True(active is Slot.A or Slot.B, $"{when}: active is {active}");
        var status = _device.Slots.Verify(active!.Value, CancellationToken.None);
        Assert.True(status is SlotStatus.Whole, $"{when}: slot {active} is {status}");
        Assert.Contains(((SlotStatus.Whole)status).Generation.Models.Single().Digest.ToString(), new[] { _old, _new });
        Assert.Contains(await _device.ServedDigestAsync(), new[] { _old, _new });
        Assert.Equal([0f, 2f, 4f], (await _device.AskAsync(0, 1, 2)).Select(value => MathF.Round(value)));
    }

    private async Task ResetAsync()
    {
        HealDisk();
        Tool.Run("find", [_device.Root, "-mindepth", "1", "-delete"]);
        Tool.Run("cp", ["-a", _device["before"] + "/.", _device.Root]);
        if (Directory.Exists(_device["run"]))
            Directory.Delete(_device["run"], recursive: true);
        await AdminAsync("models/m/load", new JsonObject { ["parameters"] = new JsonObject { ["slot"] = "b", ["version"] = "2" } });
        await AdminAsync("promote", new JsonObject { ["versions"] = new JsonObject { ["m"] = "2" } });
        foreach (var version in (await IndexAsync()).Where(version => version != "2"))
            await AdminAsync("models/m/unload", new JsonObject { ["parameters"] = new JsonObject { ["version"] = version } });
        if (_scenario == KillScenario.FullDisk)
            _disk!.Fill();
        if (_scenario == KillScenario.ReadOnlyDisk)
            _disk!.MakeReadOnly();
    }

    private void HealDisk()
    {
        if (_scenario == KillScenario.FullDisk && File.Exists(_disk!["ballast"]))
            _disk.Empty();
        if (_scenario == KillScenario.ReadOnlyDisk)
            _disk!.MakeWritable();
    }

    private async Task<IReadOnlyList<string>> IndexAsync()
    {
        using var response = await _device.Server!.Admin.PostAsJsonAsync("v2/repository/index", new JsonObject());
        return [.. (await response.Content.ReadFromJsonAsync<JsonArray>())!.Select(one => (string)one!["version"]!)];
    }

    private async Task AdminAsync(string path, JsonObject body)
    {
        using var response = await _device.Server!.Admin.PostAsJsonAsync("v2/repository/" + path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Requests that only a deceitful model answers wrongly.</summary>
    private async Task SendAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await _device.AskAsync(-1, 0, 1);
            await Task.Delay(20);
        }
    }

    private ToolResult Run(string[] before)
    {
        string[] line =
        [
            .. before, "dotnet", typeof(KillRig).Assembly.Location, "agent", _device.Root, _device.Manifest.Runtime,
            _device.Fleet.Repository.Path, _device.Manifest.AllowedSigners!, _device.Manifest.InferenceAdmin,
        ];
        return Tool.Try(line[0], line[1..], environment: new Dictionary<string, string>
        {
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_TieredPGO"] = "0",
        });
    }
}
