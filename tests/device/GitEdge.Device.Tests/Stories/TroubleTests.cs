using System.Globalization;
using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>What happens to devices.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class TroubleTests(DeviceLab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task Full_disk_keeps_what_runs_and_the_update_comes_when_there_is_room()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await FillAsync(device);

        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden));
        // Not even the tag is fetched where no room would be left.
        await device.UntilConditionAsync("GitReachable", ok: false);
        Assert.Contains("disk-full", await device.RunAsync("cat /run/gitedge/status.json"), StringComparison.Ordinal);
        Assert.Equal(lab.First, await device.ServedDigestAsync());

        await device.RunAsync("rm /var/fill /var/fill-2");
        await device.UntilCurrentAsync(2);
        Assert.Equal(second, await device.ServedDigestAsync());
        await device.DoctorAsync();
    }

    [Fact]
    public async Task Device_goes_back_on_a_disk_without_a_free_byte()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await DeviceProbe.StartAsync(device);
        var second = lab.Fleet.Release(SmallModels.Watched(lab.Golden));
        await device.UntilPhaseAsync(2, "Probation");
        await device.UntilServesAsync(second);

        await FillAsync(device);
        await DeviceProbe.FailAsync(device);
        await device.UntilPhaseAsync(2, "RollingBack");
        await device.UntilServesAsync(lab.First);
        await device.UntilPhaseAsync(2, "Idle");

        await device.ShutdownAsync();
        using var again = await device.BootAgainAsync();
        await again.UntilServesAsync(lab.First);
    }

    [Fact]
    public async Task Device_whose_state_is_deleted_installs_the_newest_release_again_while_the_server_goes_on()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        var traffic = await DeviceTraffic.BeginAsync(device, SmallModels.Request);

        await device.RunAsync("systemctl stop gitedge-agent && rm -rf /var/lib/gitedge/* && systemctl start gitedge-agent");
        await device.UntilCurrentAsync(1);

        Assert.All(await traffic.EndAsync(), answer => Assert.Equal("200", answer.Status));
        Assert.Equal(lab.First, await device.ServedDigestAsync());
        await device.DoctorAsync();
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00")]
    [InlineData("2099-01-01T00:00:00")]
    public async Task Device_whose_clock_is_wrong_at_boot_serves_and_follows_once_it_is_right(string clock)
    {
        using var device = await lab.EnrolledAsync();
        await device.ShutdownAsync();
        using var again = await device.BootAgainAsync(start => start with { Clock = clock });
        using var told = new ToldConsole(again, output);
        output.WriteLine(await again.RunAsync("date --iso-8601=seconds"));

        await again.UntilServesAsync(lab.First);
        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden));
        // Before its certificate is valid, or after it has expired, the Git server is nobody.
        await again.UntilConditionAsync("GitReachable", ok: false);
        Assert.Equal(lab.First, await again.ServedDigestAsync());

        await again.SetClockAsync();
        await again.UntilCurrentAsync(2);
        Assert.Equal(second, await again.ServedDigestAsync());
    }

    [Fact]
    public async Task Agent_and_server_that_are_killed_in_every_phase_come_to_the_new_release()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden) { Soak = TimeSpan.FromSeconds(10) });

        foreach (var phase in new[] { "Fetching", "Staging", "Preflight", "Activating", "Probation" })
        {
            await device.UntilPhaseAsync(2, phase);
            await device.RunAsync("systemctl kill --signal KILL gitedge-agent");
            await device.UntilAsync("systemctl is-active gitedge-agent", "the agent to be started again");
        }
        await device.RunAsync("systemctl kill --signal KILL gitedge-inference");

        await device.UntilCurrentAsync(2);
        Assert.Equal(second, await device.ServedDigestAsync());
        Assert.Equal("5", await device.RunAsync("systemctl show --value -p NRestarts gitedge-agent"));
        await device.DoctorAsync();
    }

    [Fact]
    public async Task Update_comes_through_after_the_bus_was_killed()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);

        await device.RunAsync("systemctl kill --signal KILL dbus.service");
        await device.UntilAsync("busctl --system status org.freedesktop.systemd1", "systemd to be on the new bus");
        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden) { More = ["tuning: { sysctl: { vm.swappiness: 22 } }"] });

        await device.UntilCurrentAsync(2);
        Assert.Equal(second, await device.ServedDigestAsync());
        Assert.Equal("22", await device.RunAsync("sysctl --values vm.swappiness"));
        await device.RunAsync("busctl --system status io.gitedge.Agent1");
    }

    private static async Task FillAsync(VirtualDevice device)
    {
        await device.RunAsync("fallocate -l $(($(df --output=avail -B1 / | tail -n 1) - 1048576)) /var/fill");
        await device.TryAsync("cat /dev/zero > /var/fill-2; sync");
        Assert.InRange(int.Parse(await device.RunAsync("df --output=avail / | tail -n 1"), CultureInfo.InvariantCulture), 0, 64);
    }
}
