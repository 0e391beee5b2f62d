using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>A real container on a device as users have it: from a registry with TLS and a password, by Podman's own units.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class ContainerStoryTests(DeviceLab lab, ITestOutputHelper output)
{
    private const string Id = "podman inspect --format '{{.Id}}' systemd-web";

    [Fact]
    public async Task Container_is_switched_with_its_release_goes_back_without_the_network_and_comes_back_after_a_power_cut()
    {
        using var directory = new TempDirectory();
        using var registry = RegistryServer.Start(directory["registry"], lab.Fleet.Certificate, lab.Fleet.CertificateFile, DeviceFleet.Host);
        var device = await lab.EnrolledAsync();
        try
        {
            using (var told = new ToldConsole(device, output))
            {
                await WebContainer.PrepareAsync(device, registry, lab.Fleet.CertificateFile);
                await DeployAsync(device, registry, 2, "v1");
                await DeployAsync(device, registry, 3, "v2");
                await FailAsync(device, registry);
                await DriftAsync(device);
            }
            device.PowerCut();
            device.Dispose();
            device = await device.BootAgainAsync(start => start with { Plugged = false });
            await device.UntilVersionAsync("v2");
            await device.UntilCurrentAsync(3);
            Assert.Equal("0", await device.RunAsync("systemctl list-units --failed --no-legend | wc -l"));
        }
        finally
        {
            device.Dispose();
        }
    }

    private async Task DeployAsync(VirtualDevice device, RegistryServer registry, long counter, string version)
    {
        await ReleaseAsync(registry, version, isHealthy: true);
        await device.PollAsync();
        await device.UntilPhaseAsync(counter, "Committed");
        Assert.Equal(version, await device.RunAsync(WebContainer.Version));
        Assert.Equal("healthy", await device.RunAsync("podman inspect --format '{{.State.Health.Status}}' systemd-web"));
    }

    /// <summary>A release whose container never gets healthy; while that is waited for, the cable is out.</summary>
    private async Task FailAsync(VirtualDevice device, RegistryServer registry)
    {
        await ReleaseAsync(registry, "v3", isHealthy: false);
        await device.PollAsync();
        await device.UntilPhaseAsync(4, "Activating");
        await device.PlugAsync(false);
        await device.UntilPhaseAsync(4, "RollingBack");
        await device.UntilVersionAsync("v2");
        await device.UntilCurrentAsync(3);
        Assert.Contains("container-start-failed", await device.RunAsync("gitedge history --json"), StringComparison.Ordinal);
        await device.PlugAsync(true);
    }

    /// <summary>Somebody stops it, somebody removes it; another container of the same image comes.</summary>
    private static async Task DriftAsync(VirtualDevice device)
    {
        foreach (var deed in new[] { "systemctl stop --no-block web", "podman rm --force systemd-web" })
        {
            var before = await device.RunAsync(Id);
            await device.RunAsync(deed);
            await device.UntilAsync($"[ $({Id}) != {before} ] && {WebContainer.Version} | grep -x v2", $"another container after '{deed}'");
        }
    }

    private async Task ReleaseAsync(RegistryServer registry, string version, bool isHealthy) => lab.Fleet.Release(
        new DeviceRelease(SmallModels.Good(1), lab.Golden) { Container = await WebContainer.PushAsync(registry, version, isHealthy) });
}
