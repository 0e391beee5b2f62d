using GitEdge.Device.Tests.Fleet;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>Everything comes back by itself, with the network and without.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class RebootTests(DeviceLab lab, ITestOutputHelper output)
{
    private const string BrokenAgent = "/etc/systemd/system/gitedge-agent.service.d";

    /// <summary>All that is remembered, and what is in the slots.</summary>
    private const string State = "cd /var/lib && find gitedge/state gitedge-helper -type f -print0 | sort -z | xargs -0 sha256sum && readlink gitedge-helper/active";

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

    [Fact]
    public async Task Device_that_keeps_losing_power_in_probation_goes_back_even_when_its_agent_cannot_start()
    {
        var device = await lab.EnrolledAsync();
        try
        {
            var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden) { Soak = TimeSpan.FromMinutes(20) });
            await device.UntilPhaseAsync(2, "Probation");
            await device.UntilServesAsync(second);
            await device.RunAsync($"mkdir {BrokenAgent} && printf '[Service]\nExecStart=\nExecStart=/bin/false\n' > {BrokenAgent}/broken.conf && sync");
            foreach (var served in new[] { second, second, second, lab.First })
            {
                device.PowerCut();
                device.Dispose();
                device = await device.BootAgainAsync();
                await device.UntilServesAsync(served);
            }
            using var told = new ToldConsole(device, output);

            await device.RunAsync($"rm -r {BrokenAgent} && systemctl daemon-reload && systemctl reset-failed gitedge-agent && systemctl start gitedge-agent");
            await device.UntilAsync("gitedge history --json | grep RolledBack", "the agent to know of it");
            await device.UntilCurrentAsync(1);
            Assert.Equal(lab.First, await device.ServedDigestAsync());
            await device.DoctorAsync();
        }
        finally
        {
            device.Dispose();
        }
    }

    [Fact]
    public async Task Twenty_power_cycles_without_an_update_change_nothing()
    {
        var device = await lab.EnrolledAsync();
        try
        {
            var before = await device.RunAsync(State);
            for (var cycle = 0; cycle < 20; cycle++)
            {
                device.PowerCut();
                device.Dispose();
                device = await device.BootAgainAsync();
                await device.UntilServesAsync(lab.First);
                await device.UntilConditionAsync("GitReachable", ok: true);
            }
            using var told = new ToldConsole(device, output);

            Assert.Equal(before, await device.RunAsync(State));
            Assert.Empty(await device.RunAsync("systemctl --failed --quiet --plain"));
            await device.DoctorAsync();
        }
        finally
        {
            device.Dispose();
        }
    }
}
