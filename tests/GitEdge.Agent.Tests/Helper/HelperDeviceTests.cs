using GitEdge.Agent.Helper;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>A whole device in two halves on a real bus: the agent with its folder, the helper with the slots in another.</summary>
[Collection(AgentCollection.Name)]
public sealed class HelperDeviceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly PrivateBus _bus = PrivateBus.Start();
    private readonly CancellationTokenSource _stop = new();
    private readonly AgentDevice _device;
    private Task _serving;

    public HelperDeviceTests()
    {
        _device = new AgentDevice(_directory["helper"]);
        _device.Manifest = _device.Manifest with { Root = _directory["agent"], Helper = _directory["helper"] };
        Directory.CreateDirectory(_device.Manifest.Root);
        _serving = ServeAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _device.Dispose();
        _bus.Dispose();
        _stop.Dispose();
        _directory.Dispose();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Update_and_way_back_go_through_the_helper_and_the_agent_keeps_no_slot()
    {
        var first = _device.Fleet.Release(TestModels.Good(1));
        Assert.True((await PassAsync()).Ok);
        Assert.Equal(first, await _device.ServedDigestAsync());
        var second = _device.Fleet.Release(TestModels.Good(2));
        Assert.True((await PassAsync()).Ok);
        Assert.Equal(second, await _device.ServedDigestAsync());
        _device.Fleet.Release(TestModels.Good(1)[..^1]);
        Assert.False((await PassAsync()).Ok);

        Assert.Equal(second, await _device.ServedDigestAsync());
        Assert.False(Directory.Exists(Path.Combine(_device.Manifest.Root, "slots")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_device.Manifest.Root, "blobs", "sha256")));
        Assert.Contains(second["sha256:".Length..], Directory.GetFiles(Path.Combine(_directory["helper"], "blobs", "sha256")).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Agent_that_has_lost_everything_goes_on_and_cannot_take_an_older_release()
    {
        _device.Fleet.Release(TestModels.Good(1));
        var second = _device.Fleet.Release(TestModels.Good(2));
        Assert.True((await PassAsync()).Ok);
        Directory.Delete(_device.Manifest.Root, recursive: true);
        _device.Fleet.Repository.Git("tag", "-d", "rollout/stable/2");

        var status = await PassAsync();

        Assert.Equal(second, await _device.ServedDigestAsync());
        Assert.Contains(status.Conditions, condition => condition.Reason == "counter-not-greater");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Helper_that_is_away_is_named_and_waited_for()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
        var first = _device.Fleet.Release(TestModels.Good(1));
        Assert.Contains((await PassAsync()).Conditions, condition => condition.Reason == HelperReason.Unreachable);

        using var again = new CancellationTokenSource();
        _serving = ServeAsync(again.Token);
        Assert.True((await PassAsync()).Ok);

        Assert.Equal(first, await _device.ServedDigestAsync());
        await again.CancelAsync();
    }

    [Fact]
    public async Task Helper_ends_when_nobody_calls()
    {
        using var rig = new HelperRig();
        using var bus = PrivateBus.Start();
        using var served = new HelperObject(rig.Service, () => 0, TimeProvider.System);

        await new HelperServer(bus.Address, served, TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(200) }
            .RunAsync(() => { }, CancellationToken.None).WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Other_users_are_refused_by_the_helper_itself_and_busctl_shows_what_it_offers()
    {
        await Until.TrueAsync(() => _bus.Busctl("list", "--acquired").Contains(HelperBus.Name, StringComparison.Ordinal), "the helper's name on the bus");

        var refused = _bus.TryBusctl(65534, "call", HelperBus.Name, HelperBus.Path, HelperBus.Name, HelperBus.Point, "x", "1");
        var answered = _bus.Busctl("call", HelperBus.Name, HelperBus.Path, HelperBus.Name, HelperBus.Point, "x", "1");
        var form = _bus.Busctl("introspect", HelperBus.Name, HelperBus.Path);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Access denied", refused.Errors, StringComparison.Ordinal);
        Assert.Contains(HelperReason.GenerationUnknown, answered, StringComparison.Ordinal);
        Assert.All(new[] { "Accept", "Adopt", "Stage", "Point", "Detach", "Commit", "Custody" }, member => Assert.Contains($".{member}", form, StringComparison.Ordinal));
    }

    private async Task ServeAsync(CancellationToken? cancellation = null)
    {
        var host = new AgentHost(ServiceNotifier.From(_ => null, TimeProvider.System), TimeProvider.System, () => 0.5, NullLogger.Instance);
        using var helper = new HelperComposition(_device.Manifest, _directory["helper"], host);
        using var served = new HelperObject(helper.Service, () => 0, TimeProvider.System);
        await new HelperServer(_bus.Address, served, TimeProvider.System).RunAsync(() => { }, cancellation ?? _stop.Token);
    }

    private async Task<DeviceStatus> PassAsync()
    {
        using var agent = new AgentComposition(_device.Manifest,
            new AgentHost(ServiceNotifier.From(_ => null, TimeProvider.System), TimeProvider.System, () => 0.5, NullLogger.Instance) { BusAddress = _bus.Address });
        await agent.Service.RunOnceAsync(CancellationToken.None);
        return agent.Reporter.Current;
    }
}
