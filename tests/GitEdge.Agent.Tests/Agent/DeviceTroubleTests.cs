using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>Disk, server and folders that refuse.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class DeviceTroubleTests
{
    [Fact]
    public async Task Nothing_is_written_below_the_root_when_nothing_is_new()
    {
        using var device = new AgentDevice();
        await device.InstallAsync(TestModels.Good(1));
        device.Fleet.Release(TrialModels.Linear(3));
        await device.PassAsync();
        using var agent = device.Compose();
        await agent.Service.RunOnceAsync(CancellationToken.None);
        var before = Everything(device.Root);
        for (var pass = 0; pass < 3; pass++)
            await agent.Service.RunOnceAsync(CancellationToken.None);
        await device.PassAsync();

        Assert.Equal(before, Everything(device.Root));
    }

    [Fact]
    public async Task Read_only_root_keeps_serving_is_named_and_takes_the_release_when_it_is_writable()
    {
        using var disk = new SmallDisk();
        using var device = new AgentDevice(disk["root"]);
        var serves = await device.InstallAsync(TestModels.Good(1));
        disk.MakeReadOnly();
        var quiet = await device.PassAsync();
        Assert.True(quiet.Ok, AgentDevice.Describe(quiet));
        var next = device.Fleet.Release(TestModels.Good(2));

        using var agent = device.Compose();
        await agent.Service.RunOnceAsync(CancellationToken.None);
        Assert.False(agent.Reporter.Ok);
        await device.AssertServesAsync(serves, "on a read-only disk");
        disk.MakeWritable();
        await agent.Service.RunOnceAsync(CancellationToken.None);

        Assert.True(agent.Reporter.Ok, AgentDevice.Describe(agent.Reporter.Current));
        await device.AssertServesAsync(next, "on a writable disk");
    }

    [Fact]
    public async Task State_that_cannot_be_written_after_the_fetch_does_not_lose_the_release()
    {
        using var disk = new SmallDisk();
        using var device = new AgentDevice(disk["root"]);
        await device.InstallAsync(TestModels.Good(1));
        using var agent = device.Compose();
        await agent.Service.RunOnceAsync(CancellationToken.None);
        var next = device.Fleet.Release(TestModels.Good(2));
        Tool.Run("chattr", ["+i", disk["root/state"]]);
        await agent.Service.RunOnceAsync(CancellationToken.None);
        Assert.NotEqual(Conditions.Ok, AgentDevice.ReasonOf(agent.Reporter.Current, ConditionType.StateKept));
        Tool.Run("chattr", ["-i", disk["root/state"]]);
        await agent.Service.RunOnceAsync(CancellationToken.None);

        Assert.True(agent.Reporter.Ok, AgentDevice.Describe(agent.Reporter.Current));
        await device.AssertServesAsync(next, "once the state can be written");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public async Task Full_disk_keeps_serving_is_named_and_takes_the_release_when_there_is_room(int leaving)
    {
        using var disk = new SmallDisk(8);
        using var device = new AgentDevice(disk["root"]);
        var serves = await device.InstallAsync(TestModels.Good(1));
        var next = device.Fleet.Release(TestModels.Large(2));
        disk.Fill(leaving);

        using var agent = device.Compose();
        for (var pass = 0; pass < 3; pass++)
        {
            await agent.Service.RunOnceAsync(CancellationToken.None);
            Assert.Contains(agent.Reporter.Current.Conditions, one => !one.Ok && one.Reason is "storage" or "does-not-fit-disk" or DiskFault.Full && one.Cure.Length > 0);
            await device.AssertServesAsync(serves, "on a full disk");
        }
        disk.Empty();
        agent.Reconciler.Hurry();
        await agent.Service.RunOnceAsync(CancellationToken.None);

        Assert.True(agent.Reporter.Ok, AgentDevice.Describe(agent.Reporter.Current));
        await device.AssertServesAsync(next, "with room again");
    }

    [Fact]
    public async Task Server_that_is_down_is_named_and_gets_the_release_when_it_is_back()
    {
        using var device = new AgentDevice(startServer: false);
        var digest = device.Fleet.Release(TestModels.Good(1));
        var status = await device.PassAsync();
        Assert.Equal("server-unreachable", AgentDevice.ReasonOf(status, ConditionType.Serving));
        Assert.Equal(0, device.Journal().LastNumber);

        device.StartServer();
        Assert.True((await device.PassAsync()).Ok);
        await device.AssertServesAsync(digest, "with a server");
        device.StopServer();
        Assert.Equal("server-unreachable", AgentDevice.ReasonOf(await device.PassAsync(), ConditionType.Serving));
        device.StartServer();
        Assert.True((await device.PassAsync()).Ok);
        await device.AssertServesAsync(digest, "with a server again");
    }

    [Fact]
    public async Task Drift_in_the_server_is_put_back()
    {
        using var device = new AgentDevice();
        var digest = await device.InstallAsync(TestModels.Good(1));
        using var content = new StringContent("""{"parameters":{"force":true}}""", System.Text.Encoding.UTF8, "application/json");
        using var unloaded = await device.Server!.Admin.PostAsync(new Uri("v2/repository/models/m/unload", UriKind.Relative), content);
        Assert.True(unloaded.IsSuccessStatusCode);
        Assert.Null(await device.ServedDigestAsync());

        Assert.True((await device.PassAsync()).Ok);
        await device.AssertServesAsync(digest, "after drift");
    }

    [Fact]
    public async Task Status_and_history_that_cannot_be_written_change_nothing()
    {
        using var device = new AgentDevice();
        File.WriteAllText(device["file"], "");
        device.Manifest = device.Manifest with { Runtime = device["file", "run"] };
        Directory.CreateDirectory(Path.Combine(device.Root, "history.jsonl"));

        await device.InstallAsync(TestModels.Good(1));
        await device.InstallAsync(TestModels.Good(2));
    }

    private static string Everything(string root) =>
        Tool.Run("find", [root, "-printf", "%p %y %i %n %s %m %T@ %C@ %l\\n"]);
}
