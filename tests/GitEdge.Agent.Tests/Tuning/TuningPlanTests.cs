using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

/// <summary>What is in the way is found before anything is written.</summary>
public sealed class TuningPlanTests : TuningBench
{
    [Theory]
    [InlineData("kernel.core_pattern", "|/bin/sh", "tuning-not-allowed", "no policy can allow")]
    [InlineData("net.ipv4.conf.all.forwarding", "1", "tuning-not-allowed", "does not name")]
    [InlineData("vm.swappiness", "999", "tuning-not-allowed", "'999' is not allowed")]
    [InlineData("vm.max_map_count", "65530", "tuning-absent", "has no sysctl 'vm.max_map_count'")]
    public async Task Sysctl_outside_the_policy_or_absent_is_refused_before_anything_is_written(string key, string value, string reason, string says) =>
        await AssertRefusedAsync(TuningTree.Spec(1) with { Sysctl = new Dictionary<string, string> { ["vm.dirty_ratio"] = "30", [key] = value } }, reason, says);

    [Fact]
    public async Task Cores_that_differ_are_named()
    {
        Tree.Write($"{KnobFiles.Policies}/policy4/scaling_available_governors", "schedutil powersave");
        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.NotOffered, "'performance' for cpuGovernor of policy4, only schedutil, powersave");

        File.Delete(Path.Combine(Tree.Root, KnobFiles.Policies, "policy4", "energy_performance_preference"));
        await AssertRefusedAsync(new TuningSpec { EnergyPreference = "power" }, TuningReason.Absent, "energyPreference of policy4");
    }

    [Fact]
    public async Task Knob_that_can_only_be_read_is_refused()
    {
        File.SetUnixFileMode(Path.Combine(Tree.Root, "proc/sys/vm/swappiness"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.ReadOnly, "vm.swappiness");
    }

    [Fact]
    public async Task Value_that_the_kernel_would_round_is_refused()
    {
        var policy = StandardPolicy.With(new TuningPolicy { Sysctl = new Dictionary<string, ValueRule> { ["vm.swappiness"] = new() { Least = 0, Greatest = 100, Step = 10 } } });

        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.Rounded, "multiples of 10", policy);
    }

    [Fact]
    public async Task Unit_and_processors_that_are_not_there_are_refused()
    {
        static TuningSpec Of(string unit, string property, string value) => new()
        {
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>> { [unit] = new Dictionary<string, string> { [property] = value } },
        };
        var policy = StandardPolicy.With(new TuningPolicy { Units = new Dictionary<string, IReadOnlyDictionary<string, ValueRule>> { ["none.service"] = StandardPolicy.Policy.Units[TuningTree.Unit] } });

        await AssertRefusedAsync(Of("none.service", "MemoryMax", "1G"), TuningReason.Absent, "none.service", policy);
        await AssertRefusedAsync(Of(TuningTree.Unit, "AllowedCPUs", "0-8"), TuningReason.NotOffered, "processors 0-7");
        await AssertRefusedAsync(Of("sshd.service", "MemoryMax", "1G"), TuningReason.NotAllowed, "sshd.service");
    }

    [Theory]
    [InlineData("etc/sysctl.d/50-site.conf")]
    [InlineData("etc/sysctl.d/99-site.conf")]
    [InlineData("run/sysctl.d/50-site.conf")]
    [InlineData("usr/local/lib/sysctl.d/50-site.conf")]
    [InlineData("usr/lib/sysctl.d/99-vendor.conf")]
    [InlineData("etc/sysctl.conf")]
    public async Task Other_file_that_sets_the_key_is_a_conflict(string file)
    {
        Tree.Write(file, "vm.swappiness = 33");
        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.Conflict, $"/{file} sets sysctl 'vm.swappiness' to '33'");

        Tree.Write(file, "vm.swappiness = 11");
        Assert.Empty((await ApplyAsync(1, TuningTree.Spec(1))).Faults);
    }

    [Fact]
    public async Task Default_of_a_package_and_a_file_that_is_masked_are_no_conflict()
    {
        Tree.Write("usr/lib/sysctl.d/50-default.conf", "vm.swappiness = 33");
        Tree.Write("usr/lib/sysctl.d/99-vendor.conf", "vm.swappiness = 33");
        Tree.Write("etc/sysctl.d/99-vendor.conf", "# masked");

        Assert.Empty((await ApplyAsync(1, TuningTree.Spec(1))).Faults);
    }

    [Fact]
    public async Task Profile_of_tuned_that_sets_the_same_is_a_conflict_where_tuned_runs()
    {
        Tree.Write("usr/lib/tuned/profiles/balanced/tuned.conf", "[main]\ninclude=base\n[cpu]\ngovernor=conservative|powersave");
        Tree.Write("etc/tuned/base/tuned.conf", "[main]\ninclude=balanced\n[sysctl]\nvm.swappiness=33");
        Assert.Empty((await Store.PlanAsync(TuningTree.Spec(1), StandardPolicy.Policy, CancellationToken.None)).Refusals);

        Tree.HasTuned = true;

        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.Conflict, "TuneD, by its profile 'balanced', sets sysctl 'vm.swappiness' to '33'");
        await AssertRefusedAsync(TuningTree.Spec(1), TuningReason.Conflict, "TuneD, by its profile 'balanced', sets cpuGovernor of policy4 too");
    }

    [Fact]
    public async Task Profile_of_tuned_that_the_release_chooses_itself_is_the_one_that_counts()
    {
        Tree.HasTuned = true;
        Tree.Write("usr/lib/tuned/profiles/balanced/tuned.conf", "[sysctl]\nvm.swappiness=33");
        Tree.Write("usr/lib/tuned/profiles/edge/tuned.conf", "[sysctl]\nvm.dirty_ratio=7");
        var policy = StandardPolicy.With(new TuningPolicy { TunedProfiles = ["edge", "missing"] });

        await AssertRefusedAsync(TuningTree.Spec(1) with { TunedProfile = "edge" }, TuningReason.Conflict, "'edge', sets sysctl 'vm.dirty_ratio' to '7'", policy);
        await AssertRefusedAsync(new TuningSpec { TunedProfile = "missing" }, TuningReason.NotOffered, "only balanced, edge", policy);
        await AssertRefusedAsync(new TuningSpec { TunedProfile = "edge" }, TuningReason.NotAllowed, "tunedProfile");
        await InstallAsync(1, TuningTree.Spec(2) with { TunedProfile = "edge" }, policy);
        Assert.Equal("edge", Tree.Read("daemons/tuned"));
        await InstallAsync(2, null, policy);
        Assert.Equal("balanced", Tree.Read("daemons/tuned"));
    }

    [Fact]
    public async Task Daemon_that_does_not_run_is_named()
    {
        await AssertRefusedAsync(new TuningSpec { PowerProfile = "performance" }, TuningReason.Absent, "has no powerProfile");
        Tree.HasPowerProfiles = true;
        await AssertRefusedAsync(new TuningSpec { EnergyPreference = "power" }, TuningReason.Conflict, "power-profiles-daemon, by its profile 'balanced', sets energyPreference of policy0 too");
    }

    [Fact]
    public async Task Owner_that_comes_after_the_commit_is_reported_and_not_fought()
    {
        await InstallAsync(1, TuningTree.Spec(1));
        Tree.Write("etc/sysctl.d/99-site.conf", "vm.swappiness = 33");
        Tree.Write("proc/sys/vm/swappiness", "33");
        Tree.Write("proc/sys/vm/dirty_ratio", "5");

        var fault = Assert.Single((await Store.RepairAsync(CancellationToken.None)).Faults);

        Assert.Equal((TuningReason.Drifts, "/etc/sysctl.d/99-site.conf sets sysctl 'vm.swappiness' to '33'."), (fault.Reason, fault.Message));
        Assert.Equal(("33", "30"), (Tree.Read("proc/sys/vm/swappiness"), Tree.Read("proc/sys/vm/dirty_ratio")));
    }
}
