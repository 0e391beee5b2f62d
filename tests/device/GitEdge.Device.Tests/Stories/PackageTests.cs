using GitEdge.Device.Tests.Fleet;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>The packages over the life of a device.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class PackageTests(DeviceLab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task Upgrade_in_probation_loses_no_request_and_the_update_goes_on()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await DeviceProbe.StartAsync(device);
        await LaterPackages.CopyInAsync(device);
        var traffic = await DeviceTraffic.BeginAsync(device, SmallModels.Request);
        var second = lab.Fleet.Release(SmallModels.Watched(lab.Golden));
        await device.UntilPhaseAsync(2, "Probation");
        await device.UntilServesAsync(second);

        await device.RunAsync($"dpkg --install {LaterPackages.Folder}/*.deb");
        Assert.Equal($"install ok installed {LaterPackages.Version}", await device.RunAsync("dpkg-query --show --showformat '${Status} ${Version}\\n' gitedge gitedge-inference | sort -u"));
        await device.UntilServesAsync(second);
        await DeviceProbe.FailAsync(device);
        await device.UntilPhaseAsync(2, "RollingBack");
        await device.UntilServesAsync(lab.First);

        var answers = await traffic.EndAsync();
        output.WriteLine($"{answers.Count} requests: {string.Join(", ", answers.GroupBy(answer => answer).Select(group => $"{group.Count()} of {group.Key}"))}");
        Assert.All(answers, answer => Assert.Equal("200", answer.Status));
        await UnitChecks.AssertLiveAsync(device);
    }

    [Fact]
    public async Task Removed_packages_leave_the_state_and_purged_ones_nothing()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);

        await device.RunAsync("dpkg --remove gitedge gitedge-inference");
        Assert.Equal("", await device.RunAsync("ps -eo user,args | grep '[g]itedge' || true"));
        await device.RunAsync("test -f /etc/gitedge/agent.yaml && test -d /var/lib/gitedge-helper/slots/a");

        await device.RunAsync("dpkg --purge gitedge gitedge-inference");
        var left = await device.RunAsync("find / -xdev -iname '*gitedge*' -not -path '/proc/*' -not -path '/var/log/*' -not -path '/var/lib/dpkg/*'");
        Assert.Equal("", left);
        Assert.Empty(await device.RunAsync("systemctl --failed --quiet --plain; systemctl list-units --all --plain --quiet 'gitedge*'"));
    }
}
