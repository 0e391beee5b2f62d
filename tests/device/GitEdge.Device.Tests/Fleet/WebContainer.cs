using System.Globalization;
using System.Text;
using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>The container of the stories: a web server of a few files, by Podman's own units, from a registry with TLS and a password.</summary>
internal static class WebContainer
{
    /// <summary>Asks the container which version it is.</summary>
    public const string Version = "podman exec systemd-web /bin/busybox cat /www/version";

    /// <summary>What an operator does once: Podman's socket, the registry's authority and its credential.</summary>
    public static async Task PrepareAsync(VirtualDevice device, RegistryServer registry, string authority)
    {
        await device.RunAsync("systemctl unmask podman.socket && systemctl enable --now podman.socket");
        var folder = string.Create(CultureInfo.InvariantCulture, $"/etc/containers/certs.d/{DeviceFleet.Host}:{registry.Port}");
        await device.RunAsync($"mkdir -p {folder} /etc/credstore && chmod 700 /etc/credstore");
        await device.CopyInAsync(authority, $"{folder}/ca.crt");
        await device.RunAsync("umask 077 && cat > /etc/credstore/gitedge.registry", Encoding.UTF8.GetBytes(registry.AuthFile));
    }

    /// <summary>Puts a version into the registry; the container of it.</summary>
    /// <param name="registry">Where it is pulled from.</param>
    /// <param name="version">What it says it is.</param>
    /// <param name="isHealthy">Whether its health command will ever be content.</param>
    public static async Task<ReleasedContainer> PushAsync(RegistryServer registry, string version, bool isHealthy = true)
    {
        var files = new Dictionary<string, string> { ["www/version"] = version };
        if (isHealthy)
            files["www/healthz"] = "ok";
        var image = await registry.PushAsync("web", files);
        return new ReleasedContainer("web", image, $"""
            [Unit]
            Description=Serves a version
            [Container]
            Image={image}
            Exec=/bin/busybox httpd -f -p 8080 -h /www
            HealthCmd=/bin/busybox wget -q -O /dev/null http://127.0.0.1:8080/healthz
            HealthInterval=5s
            Network=none
            [Service]
            Restart=always
            TimeoutStartSec=60s

            """);
    }

    /// <summary>Waits until the container that runs is of this version.</summary>
    public static Task<string> UntilVersionAsync(this VirtualDevice device, string version) =>
        device.UntilAsync($"{Version} | grep -x {version}", $"version {version} of the container");
}
