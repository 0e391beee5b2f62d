using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Stories;

/// <summary>The units as they run: who they are, and what systemd thinks of their sandboxes on the live system.</summary>
internal static class UnitChecks
{
    // Dynamic users are from 61184 to 65519 (systemd's UIDS-GIDS); the device has nothing that gives them names.
    private static readonly (string Unit, string User, string Uid, int Exposure)[] s_units =
    [
        ("gitedge-agent.service", "gitedge", "$(id -u gitedge) $(id -u gitedge)", 13),
        ("gitedge-inference.service", "gitedge-inference", "61184 65519", 12),
    ];

    /// <summary>Right user and group, no capabilities, nothing restarted, within the exposure that was set.</summary>
    public static async Task AssertLiveAsync(VirtualDevice device)
    {
        foreach (var (unit, user, uid, exposure) in s_units)
        {
            Assert.Equal($"{user}\n0", await device.RunAsync($"systemctl show --value -p User -p NRestarts {unit} | sort -r"));
            var process = $"/proc/$(systemctl show --value -p MainPID {unit})";
            Assert.Equal("gitedge", await device.RunAsync($"stat -c %G {process}"));
            await device.RunAsync($"within() {{ test $1 -ge $2 && test $1 -le $3; }}; within $(stat -c %u {process}) {uid}");
            var status = await device.RunAsync($"cat {process}/status");
            Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
            Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
            await device.RunAsync($"systemd-analyze security --no-pager --threshold={exposure} {unit}");
        }
    }
}
