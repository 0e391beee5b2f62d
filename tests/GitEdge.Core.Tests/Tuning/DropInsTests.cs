using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class DropInsTests
{
    private const string Header = "# Written by gitedge when a generation was committed. Changes here are lost: change the fleet's profiles.\n";

    [Fact]
    public void Everything_that_the_next_boot_must_know_stands_in_three_kinds_of_file()
    {
        var files = DropIns.Of(
        [
            Kept(Specs.MemoryMax, "1073741824"), Kept(Specs.Cpus, "0-1"), Kept(Specs.Swappiness, "10"), Kept(Knob.Sysctl("net.ipv4.tcp_rmem"), "1 2 3"),
            Kept(Specs.Hugepages, "never"), Kept(Specs.Governor0, "performance"), Kept(Specs.Power, "performance"), Kept(new Knob(KnobKind.TunedProfile), "x"),
            Kept(new Knob(KnobKind.UnitProperty, "edge.slice", "CPUWeight"), "50"),
        ]);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["etc/sysctl.d/90-gitedge.conf"] = Header + "-net.ipv4.tcp_rmem = 1 2 3\n-vm.swappiness = 10\n",
                ["etc/tmpfiles.d/gitedge-tuning.conf"] = Header
                    + "w /sys/devices/system/cpu/cpufreq/policy0/scaling_governor - - - - performance\nw /sys/kernel/mm/transparent_hugepage/enabled - - - - never\n",
                ["etc/systemd/system/gitedge-inference.service.d/40-gitedge.conf"] = Header + "[Service]\nAllowedCPUs=0-1\nMemoryMax=1073741824\n",
                ["etc/systemd/system/edge.slice.d/40-gitedge.conf"] = Header + "[Slice]\nCPUWeight=50\n",
            },
            files);
    }

    [Fact]
    public void Nothing_held_is_no_file() => Assert.Empty(DropIns.Of([]));

    private static KeptSetting Kept(Knob knob, string value) => new(knob, value, "before");
}
