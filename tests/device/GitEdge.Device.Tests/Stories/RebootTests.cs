using GitEdge.Device.Tests.Fleet;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>Everything comes back by itself, with the network and without.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class RebootTests(DeviceLab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task Rebooted_device_serves_the_same_without_a_network_and_follows_the_fleet_when_it_is_back()
    {
        using var device = await lab.EnrolledAsync();
        await device.ShutdownAsync();

        using var again = await device.BootAgainAsync(start => start with { Plugged = false });
        using var told = new ToldConsole(again, output);
        await again.UntilServesAsync(lab.First);
        output.WriteLine(await again.RunAsync("systemd-analyze"));
        Assert.Equal("active", await again.RunAsync("systemctl is-active gitedge-agent gitedge-inference | sort -u"));
        Assert.Empty(await again.RunAsync("systemctl --failed --quiet --plain"));
        await again.UntilConditionAsync("GitReachable", ok: false);
        Assert.Equal(1, (long)(await again.StatusAsync())["current"]!["release"]!["counter"]!);

        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden));
        await again.PlugAsync(true);
        await again.UntilCurrentAsync(2);
        Assert.Equal(second, await again.ServedDigestAsync());
        await UnitChecks.AssertLiveAsync(again);
    }
}
