using System.Globalization;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Status;
using Xunit.Abstractions;

namespace GitEdge.Agent.Tests.Agent;

[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class RollbackTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TestRelease Watched = new() { Soak = TimeSpan.FromSeconds(20) };

    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Model_that_misbehaves_under_traffic_is_taken_back_at_once_and_remembered()
    {
        var old = await _device.InstallAsync(TestModels.Good(1));
        var loaded = await _device.LoadedSinceAsync(1);
        var bad = _device.Fleet.Release(TestModels.Deceitful, Watched);
        await using var traffic = new DeviceTraffic(_device);

        var status = await _device.PassAsync();

        await traffic.DisposeAsync();
        Assert.Equal((DeploymentPhase.Idle, HealthReason.BadOutputs), (status.Phase, AgentDevice.ReasonOf(status, ConditionType.ReleaseDeployed)));
        await _device.AssertServesAsync(old, "after going back");
        Assert.Equal((0, true), (traffic.Failed, traffic.Digests.Contains(bad)));
        var verdict = _device.History().Single(entry => entry.To == DeploymentPhase.RollingBack).At;
        var back = traffic.LastAnswerNotBy(old) - verdict;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the old version answered {back.TotalMilliseconds:0.0} ms after the verdict; {traffic.Sent} requests"));
        // It had been there all the while: going back was to promote it, however long that took on this machine.
        Assert.Equal(loaded, await _device.LoadedSinceAsync(1));

        _device.Fleet.Release(TestModels.Deceitful, Watched);
        var again = await _device.PassAsync();
        Assert.Equal(HealthReason.BadOutputs, AgentDevice.ReasonOf(again, ConditionType.ReleaseDeployed));
        Assert.Equal(2, _device.Journal().LastNumber);
        await _device.InstallAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Server_that_is_restarted_in_probation_ends_with_what_the_agent_decided()
    {
        var old = await _device.InstallAsync(TestModels.Good(1));
        var digest = _device.Fleet.Release(TestModels.Good(2), new TestRelease { Soak = TimeSpan.FromSeconds(4) });
        using var agent = _device.Compose();
        var pass = agent.Service.RunOnceAsync(CancellationToken.None);
        await Until.TrueAsync(() => agent.Driver.State.Phase == DeploymentPhase.Probation || pass.IsCompleted, "probation");
        _device.StopServer();
        _device.StartServer();
        await pass;
        await agent.Service.RunOnceAsync(CancellationToken.None);

        // A start that takes longer than a few looks is a reason to go back, and then to try again.
        for (var more = 0; more < 3 && agent.Driver.State.Current?.Release.Counter != 2; more++)
        {
            agent.Reconciler.Hurry();
            await agent.Service.RunOnceAsync(CancellationToken.None);
        }
        await _device.AssertServesAsync(digest, AgentDevice.Describe(agent.Reporter.Current));
    }

    [Fact]
    public async Task Read_only_disk_in_probation_does_not_keep_a_bad_model_serving()
    {
        using var disk = new SmallDisk();
        using var device = new AgentDevice(disk["root"]);
        var old = await device.InstallAsync(TestModels.Good(1));
        device.Fleet.Release(TestModels.Deceitful, Watched);
        using (var agent = device.Compose())
        {
            var pass = agent.Service.RunOnceAsync(CancellationToken.None);
            await Until.TrueAsync(() => agent.Driver.State.Phase == DeploymentPhase.Probation || pass.IsCompleted, "probation");
            disk.MakeReadOnly();
            await using var traffic = new DeviceTraffic(device);
            await pass;

            Assert.Equal(old, await device.ServedDigestAsync());
            Assert.Equal(DiskFault.ReadOnly, AgentDevice.ReasonOf(agent.Reporter.Current, ConditionType.StateKept));
        }
        disk.MakeWritable();
        await using var again = new DeviceTraffic(device);

        var status = await device.PassAsync();

        Assert.Equal(HealthReason.BadOutputs, device.Journal().Bad.Single().Fault.Reason);
        Assert.Equal(DeploymentPhase.Idle, status.Phase);
        Assert.Equal(1, device.Journal().Current!.Release.Counter);
        await device.AssertServesAsync(old, AgentDevice.Describe(status));
    }
}
