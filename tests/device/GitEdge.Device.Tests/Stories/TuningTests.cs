using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>A release that sets the system, on a real one: with its release, back with it, and back by itself when it cuts the device off.</summary>
[Collection(DeviceCollection.Name)]
[Trait("Category", "Device")]
[Trait("Category", "Slow")]
public sealed class TuningTests(DeviceLab lab, ITestOutputHelper output)
{
    private const string Knobs = """
        sysctl --values vm.swappiness net.core.somaxconn; grep -o '\[.*\]' /sys/kernel/mm/transparent_hugepage/enabled
        systemctl show --value -p CPUWeight gitedge-inference; cat /sys/fs/cgroup/system.slice/gitedge-inference.service/cpu.weight 2>&1 || true
        """;

    private const string Policies = "/sys/devices/system/cpu/cpufreq/policy0 /sys/devices/system/cpu/cpufreq/policy1";

    private const string Governors = $"for p in {Policies}; do cat $p/scaling_governor; done";

    private const string Tuned = "tuning: { sysctl: { vm.swappiness: 11, net.core.somaxconn: 5000 }, transparentHugepages: never, units: { gitedge-inference.service: { CPUWeight: 300 } }, confirmWithin: 30s }";

    [Fact]
    public async Task Tuning_comes_with_its_release_outlives_a_boot_and_goes_back_when_it_cuts_the_device_off()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        var before = await device.RunAsync(Knobs);

        lab.Fleet.Release(Release(2, Tuned));
        await device.UntilCurrentAsync(2);
        Assert.Equal("11\n5000\n[never]\n300\n300", await device.RunAsync(Knobs));
        Assert.NotEqual(before, await device.RunAsync(Knobs));
        await device.UntilAsync("! systemctl is-active gitedge-helper", "the helper to go away when nobody calls");

        // One that asks the owner's policy for too much is never begun.
        lab.Fleet.Release(Release(3, "tuning: { sysctl: { kernel.pid_max: 301 } }"));
        await device.UntilConditionAsync("ReleaseDeployed", ok: false);
        Assert.Contains("tuning-not-allowed", await device.RunAsync("cat /run/gitedge/status.json"), StringComparison.Ordinal);

        await device.ShutdownAsync();
        using var again = await device.BootAgainAsync();
        using var toldAgain = new ToldConsole(again, output);
        await again.UntilCurrentAsync(2);
        Assert.Equal("11\n5000\n[never]\n300\n300", await again.RunAsync(Knobs));

        var from = again.ConsoleText.Length;
        var third = lab.Fleet.Release(Release(4, "tuning: { sysctl: { vm.swappiness: 44 }, confirmWithin: 10s }") with { Soak = TimeSpan.FromMinutes(1) });
        await again.UntilPhaseAsync(4, "Activating", from);
        await again.PlugAsync(false);
        await again.UntilPhaseAsync(4, "RollingBack", from);
        await again.UntilAsync("""test "$(sysctl --values vm.swappiness net.core.somaxconn | tr '\n' ' ')" = "11 5000 " """, "the tuning to be put back");
        Assert.DoesNotContain(third, await again.ServedDigestAsync(), StringComparison.Ordinal);
        await again.UntilPhaseAsync(4, "Idle", from);
    }

    [Fact]
    public async Task Agents_user_alone_may_call_the_helper_and_cannot_make_it_do_what_nobody_signed()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);

        var refused = await device.TryAsync(As("nobody", "Point x 1"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Access denied", refused.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("generation-unknown", await device.RunAsync(As("gitedge", "Point x 7")), StringComparison.Ordinal);
        Assert.Contains("generation-unknown", await device.RunAsync(As("gitedge", "Detach")), StringComparison.Ordinal);
        foreach (var write in new[] { "touch /var/lib/gitedge-helper/x", "ls /var/lib/gitedge-helper/state", "rm -r /var/lib/gitedge-helper/slots/a", "echo 1 > /proc/sys/vm/swappiness", "systemctl stop gitedge-inference" })
            Assert.NotEqual(0, (await device.TryAsync($"setpriv --reuid gitedge --regid gitedge --clear-groups sh -c '{write}'")).ExitCode);
        // Whoever may read a slot's record may lock it, and keeps the helper from nothing.
        await device.RunAsync("setpriv --reuid gitedge --regid gitedge --clear-groups sh -c 'for f in /var/lib/gitedge-helper/slots/*/generation.json; do flock --exclusive $f sleep 1000 & done' > /dev/null 2>&1 &");
        var second = lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden));
        await device.UntilCurrentAsync(2);

        Assert.Equal(second, await device.ServedDigestAsync());
        Assert.Contains(".Confirm", await device.RunAsync("busctl introspect io.gitedge.Helper1 /io/gitedge/Helper1"), StringComparison.Ordinal);
        Assert.Equal("root", await device.RunAsync("stat -c %U /proc/$(systemctl show --value -p MainPID gitedge-helper)"));
        Assert.Contains("CapEff:\t0000000000000000", await device.RunAsync("cat /proc/$(systemctl show --value -p MainPID gitedge-helper)/status"), StringComparison.Ordinal);
        await device.RunAsync("systemd-analyze security --no-pager --threshold=14 gitedge-helper.service");
    }

    [Fact]
    public async Task Governor_of_every_core_comes_with_its_release_and_goes_with_it()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        // The emulated processor scales nothing: a tree of the kernel's form in the place of the kernel's.
        await device.RunAsync("cp -r /sys/devices/system/cpu /run/cpu 2> /dev/null; mkdir -p /run/cpu/cpufreq/policy0 /run/cpu/cpufreq/policy1 && mount --bind /run/cpu /sys/devices/system/cpu");
        await device.RunAsync($"for p in {Policies}; do echo schedutil > $p/scaling_governor; echo 'performance powersave schedutil' > $p/scaling_available_governors; done");

        lab.Fleet.Release(Release(2, "tuning: { cpuGovernor: performance }"));
        await device.UntilCurrentAsync(2);
        Assert.Equal("performance\nperformance", await device.RunAsync(Governors));

        lab.Fleet.Release(Release(3, ""));
        await device.UntilCurrentAsync(3);
        Assert.Equal("schedutil\nschedutil", await device.RunAsync(Governors));
    }

    [Fact]
    public async Task Profile_of_tuned_comes_with_its_release_and_goes_with_it_though_tuned_was_killed()
    {
        using var device = await lab.EnrolledAsync();
        using var told = new ToldConsole(device, output);
        await device.RunAsync("printf 'apiVersion: gitedge.io/v1\nkind: Policy\nspec:\n  tuning:\n    tunedProfiles: [latency-performance]\n' > /etc/gitedge/policy.yaml");
        await device.RunAsync("systemctl start tuned && tuned-adm profile throughput-performance");

        lab.Fleet.Release(Release(2, "tuning: { tunedProfile: latency-performance }"));
        await device.UntilCurrentAsync(2);
        Assert.Contains("latency-performance", await device.RunAsync("tuned-adm active"), StringComparison.Ordinal);

        await device.RunAsync("systemctl kill --signal KILL tuned; systemctl reset-failed tuned; systemctl start tuned");
        lab.Fleet.Release(Release(3, ""));
        await device.UntilCurrentAsync(3);
        Assert.Contains("throughput-performance", await device.RunAsync("tuned-adm active"), StringComparison.Ordinal);
    }

    private DeviceRelease Release(int number, string tuning) => new(SmallModels.Good(number), lab.Golden) { More = [tuning] };

    private static string As(string user, string call) =>
        $"setpriv --reuid {user} --regid $(id -g {user}) --clear-groups busctl call io.gitedge.Helper1 /io/gitedge/Helper1 io.gitedge.Helper1 {call}";
}
