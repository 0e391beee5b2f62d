using System.Globalization;
using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Stories;

/// <summary>The units as they run: who they are, and what systemd thinks of their sandboxes on the live system.</summary>
internal static class UnitChecks
{
    private static readonly (string Unit, string User, double Exposure)[] s_units =
    [
        ("gitedge-agent.service", "gitedge", 1.3),
        ("gitedge-inference.service", "gitedge-inference", 1.2),
    ];

    /// <summary>Right user and group, no capabilities, nothing restarted, within the exposure that was set.</summary>
    public static async Task AssertLiveAsync(VirtualDevice device)
    {
        foreach (var (unit, user, exposure) in s_units)
        {
            var main = await device.RunAsync($"systemctl show --value -p MainPID {unit}");
            Assert.Equal($"{user} gitedge", await device.RunAsync($"stat -c '%U %G' /proc/{main}"));
            Assert.Contains("CapEff:\t0000000000000000", await device.RunAsync($"cat /proc/{main}/status"), StringComparison.Ordinal);
            Assert.Contains("NoNewPrivs:\t1", await device.RunAsync($"cat /proc/{main}/status"), StringComparison.Ordinal);
            Assert.Equal("0", await device.RunAsync($"systemctl show --value -p NRestarts {unit}"));
            var limit = (exposure * 10).ToString("0", CultureInfo.InvariantCulture);
            await device.RunAsync($"systemd-analyze security --no-pager --threshold={limit} {unit}");
        }
    }
}
