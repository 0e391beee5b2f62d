using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>Whatever becomes of the device's own files: it says so, keeps serving, and takes the next release.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class DamagedStateTests : IDisposable
{
    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    public enum Damage
    {
        Torn,
        Emptied,
        Deleted,
    }

    [Theory]
    [InlineData(Damage.Torn)]
    [InlineData(Damage.Emptied)]
    [InlineData(Damage.Deleted)]
    public async Task Lost_journal_is_replaced_by_what_the_active_slot_tells(Damage damage)
    {
        await _device.InstallAsync(TestModels.Good(1));
        var serves = await _device.InstallAsync(TestModels.Good(2));
        Break(State("journal.0"), damage);
        Break(State("journal.1"), damage);

        using (var agent = _device.Compose())
        {
            Assert.Equal((DeploymentPhase.Idle, Slot.B, 2L, 2L), (agent.Driver.State.Phase, agent.Driver.State.Current!.Slot, agent.Driver.State.Current.Number, agent.Driver.State.LastNumber));
            Assert.NotNull(agent.Driver.Damage);
            await using var traffic = new DeviceTraffic(_device);
            await agent.Service.RunOnceAsync(CancellationToken.None);
            await traffic.DisposeAsync();
            Assert.Equal(0, traffic.Failed);
            Assert.All(traffic.Digests, digest => Assert.Equal(serves, digest));
            Assert.Equal("state-damaged", AgentDevice.ReasonOf(agent.Reporter.Current, ConditionType.StateKept));
        }
        await _device.AssertServesAsync(serves, "without a journal");
        Assert.Equal((3L, 2L), (_device.Journal().LastNumber, _device.Journal().Current!.Release.Counter));
        var status = await _device.PassAsync();
        Assert.True(status.Ok, AgentDevice.Describe(status));
    }

    [Fact]
    public async Task Bad_release_after_a_lost_journal_goes_back_to_what_served()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        File.Delete(State("journal.0"));
        File.Delete(State("journal.1"));
        _device.Fleet.Release(TestModels.Deceitful, new TestRelease { Soak = TimeSpan.FromSeconds(20) });
        await using var traffic = new DeviceTraffic(_device);

        await _device.PassAsync();

        await traffic.DisposeAsync();
        await _device.AssertServesAsync(serves, "after going back");
        Assert.Equal(2, _device.Journal().Bad.Single().Release.Counter);
    }

    [Fact]
    public async Task Half_lost_journal_is_used_told_and_made_whole()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        Break(Newest("journal"), Damage.Torn);

        var damaged = await _device.PassAsync();
        var mended = await _device.PassAsync();

        Assert.Equal("state-damaged", AgentDevice.ReasonOf(damaged, ConditionType.StateKept));
        Assert.True(mended.Ok, AgentDevice.Describe(mended));
        await _device.AssertServesAsync(serves, "with half a journal");
        await _device.InstallAsync(TestModels.Good(2));
    }

    [Theory]
    [InlineData(Damage.Torn)]
    [InlineData(Damage.Deleted)]
    public async Task Lost_acceptance_lets_no_older_release_in_and_the_next_one(Damage damage)
    {
        await _device.InstallAsync(TestModels.Good(1));
        var serves = await _device.InstallAsync(TestModels.Good(2));
        Break(State("accepted.0"), damage);
        Break(State("accepted.1"), damage);
        _device.Fleet.Repository.Git("tag", "-d", "rollout/stable/2");

        var status = await _device.PassAsync();

        Assert.Equal("state-damaged", AgentDevice.ReasonOf(status, ConditionType.StateKept));
        await _device.AssertServesAsync(serves, AgentDevice.Describe(status));
        Assert.Equal(2, _device.Journal().Current!.Release.Counter);
        var next = await _device.InstallAsync(TestModels.Good(3));
        await _device.AssertServesAsync(next, "the next release");
    }

    [Fact]
    public async Task Acceptance_and_journal_torn_take_nothing_and_keep_serving()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        foreach (var file in new[] { "accepted.0", "accepted.1", "journal.0", "journal.1" })
            Break(State(file), Damage.Torn);
        _device.Fleet.Release(TestModels.Good(2));

        var status = await _device.PassAsync();

        Assert.Equal("acceptance-lost", AgentDevice.ReasonOf(status, ConditionType.ReleaseTrusted));
        await _device.AssertServesAsync(serves, "with nothing left");
    }

    [Theory]
    [InlineData("")]
    [InlineData("slots/b")]
    [InlineData("nowhere")]
    [InlineData("garbage")]
    public async Task Active_link_is_made_again(string target)
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        PointActive(target);

        var status = await _device.PassAsync();

        Assert.True(status.Ok, AgentDevice.Describe(status));
        await _device.AssertServesAsync(serves, target);
        Assert.Equal(Slot.A, _device.Slots.Active);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public async Task Active_link_and_journal_lost_together_end_in_the_accepted_release(string target)
    {
        await _device.InstallAsync(TestModels.Good(1));
        var serves = await _device.InstallAsync(TestModels.Good(2));
        PointActive(target);
        Break(State("journal.0"), Damage.Deleted);
        Break(State("journal.1"), Damage.Deleted);

        for (var pass = 0; pass < 2; pass++)
            await _device.PassAsync();

        await _device.AssertServesAsync(serves, "without link and journal");
        await _device.InstallAsync(TestModels.Good(3));
    }

    [Fact]
    public async Task Garbage_link_on_a_new_device_does_not_keep_the_first_release_out()
    {
        PointActive("garbage");
        await _device.InstallAsync(TestModels.Good(1));
    }

    [Fact]
    public async Task Damaged_slot_keeps_serving_from_memory_and_gives_way_to_the_next_release()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        File.WriteAllText(Path.Combine(_device.Slots.PathOf(Slot.A), "generation.json"), "{}");
        var model = _device.Slots.ModelPath(Slot.A, "m", 1);
        File.SetUnixFileMode(model, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(model, [1, 2, 3]);

        await _device.PassAsync();

        Assert.Equal(serves, await _device.ServedDigestAsync());
        await _device.InstallAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Damaged_slot_and_a_server_that_starts_again_are_told_and_give_way_to_the_next_release()
    {
        await _device.InstallAsync(TestModels.Good(1));
        var model = _device.Slots.ModelPath(Slot.A, "m", 1);
        File.SetUnixFileMode(model, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(model, [1, 2, 3]);
        _device.StopServer();
        _device.StartServer();

        var status = await _device.PassAsync();

        Assert.False(status.Conditions.Single(one => one.Type == ConditionType.Serving).Ok);
        await _device.InstallAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Lost_slot_record_does_not_keep_the_next_release_out()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        File.Delete(Path.Combine(_device.Slots.PathOf(Slot.A), "generation.json"));
        PointActive("");

        var status = await _device.PassAsync();

        Assert.Equal("slot-damaged", AgentDevice.ReasonOf(status, ConditionType.Serving));
        Assert.Equal(serves, await _device.ServedDigestAsync());
        await _device.InstallAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Lost_store_is_filled_again()
    {
        await _device.InstallAsync(TestModels.Good(1));
        Directory.Delete(Path.Combine(_device.Root, "blobs"), recursive: true);
        Directory.Delete(Path.Combine(_device.Root, "repository.git"), recursive: true);

        await _device.InstallAsync(TestModels.Good(2));
        await _device.InstallAsync(TestModels.Good(1), new TestRelease { Soak = TimeSpan.FromMilliseconds(150) });
    }

    private string State(string name) => Path.Combine(_device.Root, "state", name);

    private string Newest(string name) => new[] { State(name + ".0"), State(name + ".1") }.MaxBy(File.GetLastWriteTimeUtc)!;

    private void PointActive(string target)
    {
        var link = Path.Combine(_device.Root, "active");
        File.Delete(link);
        if (target == "garbage")
            File.WriteAllText(link, "slots/a");
        else if (target.Length > 0)
            File.CreateSymbolicLink(link, target);
    }

    private static void Break(string path, Damage damage)
    {
        if (damage == Damage.Deleted)
            File.Delete(path);
        else if (File.Exists(path))
            File.WriteAllBytes(path, damage == Damage.Emptied ? [] : File.ReadAllBytes(path)[..^20]);
    }
}
