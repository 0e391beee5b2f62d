using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>A health probe inside the device that answers as the test wants.</summary>
internal static class DeviceProbe
{
    /// <summary>Its address, for a release's required probes.</summary>
    public const string Url = "http://127.0.0.1:9000/healthy";

    /// <summary>Starts it; it is healthy.</summary>
    public static async Task StartAsync(VirtualDevice device)
    {
        await device.RunAsync("mkdir /run/probe && touch /run/probe/healthy && systemd-run --quiet --unit probe python3 -m http.server --bind 127.0.0.1 --directory /run/probe 9000");
        await device.UntilAsync($"curl --silent --fail {Url}", "the probe to answer");
    }

    /// <summary>From now on it is not healthy.</summary>
    public static Task<string> FailAsync(VirtualDevice device) => device.RunAsync("rm /run/probe/healthy");
}
