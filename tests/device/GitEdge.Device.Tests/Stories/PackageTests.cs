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
        using var directory = new TempDirectory();
        using var server = NginxServer.Start(directory.Path, $"root {directory.Path};");
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await DeviceProbe.StartAsync(device);
        foreach (var package in Directory.GetFiles(Repository.File("artifacts", "packages"), "*.deb"))
            await device.RunAsync($"curl --silent --show-error --fail --remote-name --output-dir /var/tmp http://10.0.2.2:{server.Port}/{NextVersion(package, directory.Path)}");
        var traffic = await DeviceTraffic.BeginAsync(device, SmallModels.Request);
        var second = lab.Fleet.Release(SmallModels.Watched(lab.Golden));
        await device.UntilPhaseAsync(2, "Probation");
        await device.UntilServesAsync(second);

        await device.RunAsync("dpkg --install /var/tmp/*.deb");
        Assert.Equal("install ok installed 9.0", await device.RunAsync("dpkg-query --show --showformat '${Status} ${Version}\\n' gitedge gitedge-inference | sort -u"));
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

    /// <summary>The same content under a later version; the file's name.</summary>
    private static string NextVersion(string package, string folder)
    {
        var (tree, name) = (Path.Combine(folder, "tree"), Path.GetFileName(package).Split('_')[0] + ".deb");
        Tool.Run("rm", ["-rf", tree]);
        Tool.Run("dpkg-deb", ["--raw-extract", package, tree]);
        Tool.Run("sed", ["-i", "s/^Version: .*/Version: 9.0/", Path.Combine(tree, "DEBIAN", "control")]);
        Tool.Run("dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "--build", tree, Path.Combine(folder, name)]);
        return name;
    }
}
