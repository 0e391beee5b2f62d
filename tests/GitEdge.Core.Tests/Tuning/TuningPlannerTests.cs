using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class TuningPlannerTests
{
    [Fact]
    public void Changes_come_in_the_order_of_writing_with_what_was_before()
    {
        var plan = Plan(new TuningSpec
        {
            Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = "10", ["vm.dirty_ratio"] = "20" },
            CpuGovernor = "performance",
            PowerProfile = "performance",
            TransparentHugepages = "madvise",
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [Specs.Unit] = new Dictionary<string, string> { ["MemoryMax"] = "1G", ["AllowedCPUs"] = "3 0-1" },
            },
        });

        Assert.Equal(
            [
                "powerProfile: 'balanced' becomes 'performance'",
                "cpuGovernor of policy0: 'schedutil' becomes 'performance'",
                "cpuGovernor of policy4: 'powersave' becomes 'performance'",
                "transparentHugepages: 'always' becomes 'madvise'",
                "sysctl 'vm.swappiness': '60' becomes '10'",
                "AllowedCPUs of unit 'gitedge-inference.service': 'unset' becomes '0-1,3'",
                "MemoryMax of unit 'gitedge-inference.service': 'infinity' becomes '1073741824'",
            ],
            plan.Changes.Select(change => change.ToString()));
        Assert.Equal(8, plan.Settings.Count);
        Assert.Equal("20", plan.Settings.Single(one => one.Knob == Specs.DirtyRatio).Original);
        Assert.False(plan.IsConverged);
    }

    [Fact]
    public void Energy_preference_is_for_every_core()
    {
        var plan = Plan(new TuningSpec { EnergyPreference = "power" });

        Assert.Equal([new TuningChange(Specs.Energy0, "balance_performance", "power"), new TuningChange(Specs.Energy4, "balance_power", "power")], plan.Changes);
    }

    [Theory]
    [InlineData("kernel.core_pattern", "|/bin/sh", "tuning-not-allowed", "no policy can allow sysctl 'kernel.core_pattern': it names a program that the kernel runs as root")]
    [InlineData("net.ipv4.ip_forward", "1", "tuning-not-allowed", "the device's policy does not name sysctl 'net.ipv4.ip_forward'")]
    [InlineData("vm.swappiness", "201", "tuning-not-allowed", "'201' is not allowed for sysctl 'vm.swappiness'")]
    [InlineData("vm.swappiness", "-1", "tuning-not-allowed", "'-1' is not allowed for sysctl 'vm.swappiness'")]
    [InlineData("vm.swappiness", "010", "tuning-not-allowed", "'010' is not allowed for sysctl 'vm.swappiness'")]
    [InlineData("vm.swappiness", "0x10", "tuning-not-allowed", "'0x10' is not allowed for sysctl 'vm.swappiness'")]
    [InlineData("vm.swappiness", "1 2", "tuning-not-offered", "this machine does not offer '1 2' for sysctl 'vm.swappiness', as many values as in '60'")]
    [InlineData("vm.swappiness", " ", "tuning-not-allowed", "' ' is not a value of sysctl 'vm.swappiness'")]
    [InlineData("vm.max_map_count", "65530", "tuning-absent", "this machine has no sysctl 'vm.max_map_count'")]
    public void Sysctl_that_cannot_or_may_not_be_set_is_refused_by_name(string key, string value, string reason, string what)
    {
        var refusal = Assert.Single(Plan(Specs.Sysctl((key, value))).Refusals);

        Assert.Equal(($"spec.tuning.sysctl.{key}", reason, what), (refusal.Item, refusal.Reason, refusal.What));
        Assert.NotEmpty(refusal.Cure);
    }

    [Fact]
    public void Bounds_themselves_are_allowed()
    {
        Assert.Empty(Plan(Specs.Sysctl(("vm.swappiness", "200"))).Refusals);
        Assert.Empty(Plan(Specs.Sysctl(("vm.swappiness", "0"))).Refusals);
        Assert.Empty(Plan(Specs.Of("MemoryMax", "64M")).Refusals);
    }

    [Theory]
    [InlineData("MemoryMax", "63M", "tuning-not-allowed")]
    [InlineData("MemoryMax", "50%", "tuning-not-allowed")]
    [InlineData("MemoryMax", "infinity", "tuning-not-allowed")]
    [InlineData("MemoryMax", "0", "tuning-not-allowed")]
    [InlineData("CPUWeight", "idle", "tuning-absent")]
    [InlineData("AllowedCPUs", "x", "tuning-not-allowed")]
    [InlineData("AllowedCPUs", "unset", "tuning-not-allowed")]
    [InlineData("AllowedCPUs", "0-2000", "tuning-not-allowed")]
    [InlineData("AllowedCPUs", "0-4", "tuning-not-offered")]
    [InlineData("ExecStart", "/bin/sh", "tuning-not-allowed")]
    public void Unit_property_that_cannot_or_may_not_be_set_is_refused(string property, string value, string reason) =>
        Assert.Equal(reason, Assert.Single(Plan(Specs.Of(property, value)).Refusals).Reason);

    [Fact]
    public void Other_units_than_the_policy_names_are_refused() =>
        Assert.Equal("the device's policy does not name MemoryMax of unit 'sshd.service'", Assert.Single(Plan(Specs.Of("MemoryMax", "1G", "sshd.service")).Refusals).What);

    [Fact]
    public void Every_refusal_is_reported_and_nothing_is_planned_beside_them()
    {
        var plan = Plan(Specs.Sysctl(("vm.swappiness", "10"), ("kernel.modprobe", "/x"), ("net.ipv4.ip_forward", "1")) with { TunedProfile = "powersave" });

        Assert.Equal(3, plan.Refusals.Count);
        Assert.Empty(plan.Changes);
        Assert.Empty(plan.Settings);
        Assert.False(plan.IsConverged);
    }

    [Fact]
    public void Governor_that_one_core_does_not_offer_is_refused_with_that_core_named()
    {
        var machine = Observed(
            (Specs.Governor0, new ObservedKnob("schedutil") { Choices = ["schedutil", "performance"] }),
            (Specs.Governor4, new ObservedKnob("powersave") { Choices = ["powersave", "schedutil"] }));

        var refusal = Assert.Single(TuningPlanner.Of(new TuningSpec { CpuGovernor = "performance" }, StandardPolicy.Policy, machine, []).Refusals);

        Assert.Equal(TuningReason.NotOffered, refusal.Reason);
        Assert.Equal("this machine does not offer 'performance' for cpuGovernor of policy4, only powersave, schedutil", refusal.What);
    }

    [Fact]
    public void Machine_without_frequency_scaling_refuses_a_governor()
    {
        var plan = TuningPlanner.Of(new TuningSpec { CpuGovernor = "performance" }, StandardPolicy.Policy, ObservedTuning.Nothing, []);

        Assert.Equal("this machine has no cpuGovernor of any core", Assert.Single(plan.Refusals).What);
    }

    [Fact]
    public void Core_without_an_energy_preference_is_named()
    {
        var machine = Observed((Specs.Governor0, new ObservedKnob("powersave")), (Specs.Governor4, new ObservedKnob("powersave")), (Specs.Energy0, new ObservedKnob("power")));

        var plan = TuningPlanner.Of(new TuningSpec { EnergyPreference = "power" }, StandardPolicy.Policy, machine, []);

        Assert.Equal("this machine has no energyPreference of policy4", Assert.Single(plan.Refusals).What);
    }

    [Fact]
    public void Governor_performance_excludes_other_energy_preferences()
    {
        var both = new TuningSpec { CpuGovernor = "performance", EnergyPreference = "power" };

        Assert.All(Plan(both).Refusals, refusal => Assert.Equal(TuningReason.Conflict, refusal.Reason));
        Assert.Equal(2, Plan(both).Refusals.Count);
        Assert.Empty(Plan(both with { EnergyPreference = "performance" }).Refusals);
        Assert.Empty(Plan(both with { CpuGovernor = "schedutil" }).Refusals);
    }

    [Theory]
    [InlineData("1001", "give 1000 or 1004")]
    [InlineData("1003", "give 1000 or 1004")]
    [InlineData("-1001", "give -1004 or -1000")]
    public void Value_the_kernel_would_round_is_refused_with_its_neighbours(string value, string cure)
    {
        var knob = Knob.Sysctl("net.ipv4.neigh.eth0.retrans_time_ms");
        var policy = new TuningPolicy { Sysctl = new Dictionary<string, ValueRule> { [knob.Name] = new() { Least = -2000, Greatest = 2000, Step = 4 } } };
        var machine = Observed((knob, new ObservedKnob("500")));

        var refusal = Assert.Single(TuningPlanner.Of(Specs.Sysctl((knob.Name, value)), policy, machine, []).Refusals);

        Assert.Equal((TuningReason.Rounded, cure), (refusal.Reason, refusal.Cure));
        Assert.Empty(TuningPlanner.Of(Specs.Sysctl((knob.Name, "1000")), policy, machine, []).Refusals);
    }

    [Fact]
    public void Read_only_knob_is_refused_unless_it_is_as_asked_for()
    {
        var machine = Observed((Specs.Swappiness, new ObservedKnob("60") { IsWritable = false }));

        Assert.Equal(TuningReason.ReadOnly, Assert.Single(TuningPlanner.Of(Specs.Sysctl(("vm.swappiness", "10")), StandardPolicy.Policy, machine, []).Refusals).Reason);
        Assert.True(TuningPlanner.Of(Specs.Sysctl(("vm.swappiness", "60")), StandardPolicy.Policy, machine, []).IsConverged);
    }

    [Fact]
    public void Another_owner_is_reported_and_not_fought()
    {
        static ObservedTuning OwnedBy(string? value) => Observed((Specs.Swappiness, new ObservedKnob("60") { Owner = new KnobOwner("/etc/sysctl.d/50-site.conf", value) }));
        var wants = Specs.Sysctl(("vm.swappiness", "10"));

        var refusal = Assert.Single(TuningPlanner.Of(wants, StandardPolicy.Policy, OwnedBy("30"), []).Refusals);

        Assert.Equal((TuningReason.Conflict, "/etc/sysctl.d/50-site.conf sets sysctl 'vm.swappiness' to '30'"), (refusal.Reason, refusal.What));
        Assert.EndsWith("'vm.swappiness' too", Assert.Single(TuningPlanner.Of(wants, StandardPolicy.Policy, OwnedBy(null), []).Refusals).What, StringComparison.Ordinal);
        Assert.Empty(TuningPlanner.Of(wants, StandardPolicy.Policy, OwnedBy("10"), []).Refusals);
    }

    [Fact]
    public void Of_a_pair_only_the_one_that_counts_can_be_set()
    {
        var policy = StandardPolicy.With(new TuningPolicy { Sysctl = new Dictionary<string, ValueRule> { ["vm.dirty_bytes"] = new() { Least = 8192, Greatest = 1 << 30 } } });
        var machine = Observed((Specs.DirtyBytes, new ObservedKnob("65536")), (Specs.DirtyRatio, new ObservedKnob("0")));

        var refusal = Assert.Single(TuningPlanner.Of(Specs.Sysctl(("vm.dirty_ratio", "10")), policy, machine, []).Refusals);

        Assert.Equal((TuningReason.Conflict, "sysctl 'vm.dirty_bytes' is '65536' on this machine and counts instead of it"), (refusal.Reason, refusal.What));
        Assert.Empty(TuningPlanner.Of(Specs.Sysctl(("vm.dirty_bytes", "8192")), policy, machine, []).Refusals);
        Assert.Contains(Specs.DirtyBytes, TuningPlanner.Knobs(Specs.Sysctl(("vm.dirty_ratio", "10")), []));
    }

    [Theory]
    [InlineData("vm.dirty_bytes", "vm.dirty_ratio")]
    [InlineData("vm.dirty_background_ratio", "vm.dirty_background_bytes")]
    [InlineData("vm.overcommit_kbytes", "vm.overcommit_ratio")]
    [InlineData("vm.swappiness", null)]
    public void Keys_of_which_one_counts_know_each_other(string key, string? partner) =>
        Assert.Equal(partner, TuningPlanner.PartnerOf(Knob.Sysctl(key))?.Name);

    [Fact]
    public void Only_sysctl_keys_have_partners() => Assert.Null(TuningPlanner.PartnerOf(new Knob(KnobKind.UnitProperty, "vm.dirty_bytes")));

    [Fact]
    public void Key_given_with_dots_and_with_slashes_is_refused() =>
        Assert.Equal(TuningReason.Conflict, Assert.Single(Plan(Specs.Sysctl(("vm.swappiness", "10"), ("vm/swappiness", "10"))).Refusals).Reason);

    [Fact]
    public void Setting_that_is_no_longer_asked_for_goes_back_to_what_it_was_before_any_generation()
    {
        KeptSetting[] kept = [new(Specs.Swappiness, "10", "60"), new(Specs.Pressure, "100", "100")];
        var machine = Observed((Specs.Swappiness, new ObservedKnob("10")), (Specs.Pressure, new ObservedKnob("100")));

        Assert.Equal([new TuningChange(Specs.Swappiness, "10", "60")], TuningPlanner.Of(null, StandardPolicy.Policy, machine, kept).Changes);
        Assert.Equal("60", Assert.Single(TuningPlanner.Of(Specs.Sysctl(("vm.swappiness", "20")), StandardPolicy.Policy, machine, kept).Settings).Original);
    }

    [Fact]
    public void Setting_that_somebody_else_turned_since_is_left_to_them()
    {
        var machine = Observed((Specs.Swappiness, new ObservedKnob("33")));

        Assert.True(TuningPlanner.Of(null, StandardPolicy.Policy, machine, [new KeptSetting(Specs.Swappiness, "10", "60")]).IsConverged);
    }

    [Fact]
    public void Knobs_to_look_at_are_those_asked_for_and_those_held()
    {
        var knobs = TuningPlanner.Knobs(new TuningSpec { TransparentHugepages = "never" }, [new KeptSetting(Specs.Swappiness, "10", "60")]);

        Assert.Equal([Specs.Hugepages, Specs.Swappiness], knobs.Order(Knob.Order));
        Assert.Empty(TuningPlanner.Knobs(null, []));
    }

    private static TuningPlan Plan(TuningSpec spec) => new World(Specs.Machine).Plan(spec);

    private static ObservedTuning Observed(params (Knob Knob, ObservedKnob Found)[] knobs) => new(knobs.ToDictionary(one => one.Knob, one => one.Found));
}
