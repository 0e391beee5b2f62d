using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class KnobTextTests
{
    [Theory]
    [InlineData("4096\t131072\t33554432\n", "4096 131072 33554432")]
    [InlineData(" 60\n", "60")]
    [InlineData("\n", null)]
    public void Sysctl_has_one_space_between_its_words(string text, string? canonical) => Assert.Equal(canonical, KnobValues.Canonical(Knob.Sysctl("a.b"), text));

    [Theory]
    [InlineData("MemoryMax", "1G", "1073741824")]
    [InlineData("MemoryMax", "1073741824", "1073741824")]
    [InlineData("MemoryMax", "infinity", "infinity")]
    [InlineData("MemoryMax", "-1", null)]
    [InlineData("MemoryMax", "1X", null)]
    [InlineData("CPUWeight", "500", "500")]
    [InlineData("CPUWeight", "unset", "unset")]
    [InlineData("CPUWeight", "0", "0")]
    [InlineData("CPUWeight", "050", null)]
    [InlineData("CPUWeight", "idle", null)]
    [InlineData("IOWeight", "100", "100")]
    [InlineData("IOWeight", "x", null)]
    [InlineData("AllowedCPUs", "3 0-1,2", "0-3")]
    [InlineData("AllowedCPUs", "unset", "unset")]
    [InlineData("AllowedCPUs", "3-1", null)]
    [InlineData("ExecStart", "x", null)]
    public void Property_has_one_form(string property, string text, string? canonical) =>
        Assert.Equal(canonical, KnobValues.Canonical(new Knob(KnobKind.UnitProperty, "a.service", property), text));

    [Theory]
    [InlineData("MemoryMax", "infinity", ulong.MaxValue)]
    [InlineData("CPUWeight", "unset", ulong.MaxValue)]
    [InlineData("IOWeight", "100", 100)]
    public void Numbers_of_the_bus_and_texts_stand_for_each_other(string property, string text, ulong number)
    {
        Assert.Equal(number, UnitKnobs.NumberOf(text));
        Assert.Equal(text, UnitKnobs.TextOf(property, number));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0-3,5", "0-3,5")]
    [InlineData("8,9 1", "1,8-9")]
    [InlineData("3,1-2,2", "1-3")]
    public void Lists_of_processors_are_read_and_written_in_one_form(string text, string written) => Assert.Equal(written, ProcessorList.Write(ProcessorList.Parse(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1-")]
    [InlineData("2-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("8192")]
    public void What_is_no_list_of_processors_is_none(string text) => Assert.Null(ProcessorList.Parse(text));

    [Fact]
    public void Last_processor_that_can_be_is_one() => Assert.Equal([8191], ProcessorList.Parse("8191")!);

    [Fact]
    public void Knobs_are_named_as_people_know_them() => Assert.Equal(
        [
            "tunedProfile", "powerProfile", "cpuGovernor of policy0", "energyPreference of policy0", "transparentHugepages", "sysctl 'vm.swappiness'",
            "AllowedCPUs of unit 'gitedge-inference.service'", "MemoryMax of unit 'gitedge-inference.service'", "Unknown 'x'",
        ],
        new[] { new Knob(KnobKind.TunedProfile), Specs.Power, Specs.Governor0, Specs.Energy0, Specs.Hugepages, Specs.Swappiness, Specs.Cpus, Specs.MemoryMax, new Knob(KnobKind.Unknown, "x") }
            .Select(knob => knob.ToString()));

    [Fact]
    public void Order_is_by_kind_then_name_then_property()
    {
        Knob[] ordered = [Specs.Power, Specs.Governor0, Specs.Governor4, Specs.Energy0, Specs.DirtyRatio, Specs.Swappiness, Specs.Cpus, Specs.MemoryMax];

        Assert.Equal(ordered, ordered.Reverse().Order(Knob.Order));
    }

    [Fact]
    public void Files_of_the_kernel_are_where_they_are()
    {
        Assert.Equal("proc/sys/vm/swappiness", KnobFiles.Of(Specs.Swappiness));
        Assert.Equal("sys/devices/system/cpu/cpufreq/policy0/scaling_governor", KnobFiles.Of(Specs.Governor0));
        Assert.Equal("sys/devices/system/cpu/cpufreq/policy0/scaling_available_governors", KnobFiles.ChoicesOf(Specs.Governor0));
        Assert.Equal("sys/devices/system/cpu/cpufreq/policy0/energy_performance_preference", KnobFiles.Of(Specs.Energy0));
        Assert.Equal("sys/devices/system/cpu/cpufreq/policy0/energy_performance_available_preferences", KnobFiles.ChoicesOf(Specs.Energy0));
        Assert.Equal("sys/kernel/mm/transparent_hugepage/enabled", KnobFiles.Of(Specs.Hugepages));
        Assert.Null(KnobFiles.Of(Specs.MemoryMax));
        Assert.Null(KnobFiles.ChoicesOf(Specs.Swappiness));
    }

    [Theory]
    [InlineData("vm.swappiness = 10", "10")]
    [InlineData("-vm/swappiness=10", "10")]
    [InlineData("vm.* = 30", "30")]
    [InlineData("vm.swappiness = 10\nvm.swappiness = 20", "20")]
    [InlineData("# vm.swappiness = 10", null)]
    [InlineData("; vm.swappiness = 10", null)]
    [InlineData("vm.swappiness2 = 10", null)]
    [InlineData("xvm.swap* = 10", null)]
    [InlineData("*.swappiness = 7", "7")]
    [InlineData("* = 10", null)]
    [InlineData("-vm.swappiness", null)]
    [InlineData("= 10", null)]
    public void Sysctl_file_says_who_sets_what(string text, string? value) => Assert.Equal(value, SysctlFile.Find(text, "vm.swappiness"));

    [Fact]
    public void Profile_of_tuned_says_what_it_sets()
    {
        var profile = TunedProfile.Parse("""
            # a comment
            [main]
            summary=x
            include=throughput-performance, balanced

            [cpu]
            governor=performance
            energy_performance_preference=performance|power
            [vm]
            transparent_hugepages=never
            [sysctl]
            vm.swappiness=10
            net.ipv4.tcp_rmem="4096	87380	16777216"
            vm.dirty_ratio = ${ratio}
            kernel.sched_x = >5
            ; vm.other=1
            """);

        Assert.Equal(["throughput-performance", "balanced"], profile.Includes);
        Assert.Equal(7, profile.Settings.Count);
        Assert.Equal("performance", profile.Settings[new Knob(KnobKind.CpuGovernor)]);
        Assert.Null(profile.Settings[new Knob(KnobKind.EnergyPreference)]);
        Assert.Equal("never", profile.Settings[Specs.Hugepages]);
        Assert.Equal("10", profile.Settings[Specs.Swappiness]);
        Assert.Null(profile.Settings[Specs.DirtyRatio]);
        Assert.Null(profile.Settings[Knob.Sysctl("kernel.sched_x")]);
        Assert.Equal("4096 87380 16777216", profile.Settings[Knob.Sysctl("net.ipv4.tcp_rmem")]);
    }

    [Fact]
    public void Profile_of_tuned_may_write_its_huge_pages_in_two_ways()
    {
        Assert.Equal("always", TunedProfile.Parse("[vm]\ntransparent_hugepage=always").Settings[Specs.Hugepages]);
        Assert.Empty(TunedProfile.Parse("[bootloader]\ncmdline=x\n=y").Settings);
    }
}
