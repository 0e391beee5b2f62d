using GitEdge.Agent.Tuning;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Tuning;

public sealed class TuningStoreTests : TuningBench
{
    [Fact]
    public async Task Applied_tuning_is_written_and_read_back_and_nothing_lasts_yet()
    {
        var result = await ApplyAsync(1, TuningTree.Spec(1));

        Assert.Empty(result.Faults);
        Assert.Equal((TuningPhase.Waiting, 7), (result.Record.Pending!.Phase, result.Record.Pending.Changes.Count));
        Assert.Equal(("11", "30", "performance", "performance", "never", "1073741824", "50"),
            (Tree.Read("proc/sys/vm/swappiness"), Tree.Read("proc/sys/vm/dirty_ratio"), Tree.Read($"{KnobFiles.Policies}/policy0/scaling_governor"),
                Tree.Read($"{KnobFiles.Policies}/policy4/scaling_governor"), Tree.Read("sys/kernel/mm/transparent_hugepage/enabled"),
                Tree.Read($"units/{TuningTree.Unit}/MemoryMax"), Tree.Read($"units/{TuningTree.Unit}/CPUWeight")));
        Assert.Empty(Tree.DropIns());
        Assert.Equal(TimeSpan.FromSeconds(30), Store.DueIn());
    }

    [Fact]
    public async Task Committed_tuning_survives_a_boot_by_its_drop_ins()
    {
        await InstallAsync(1, TuningTree.Spec(1));
        var knobs = Tree.Knobs();
        Assert.Equal(["etc/sysctl.d/90-gitedge.conf", $"etc/systemd/system/{TuningTree.Unit}.d/40-gitedge.conf", "etc/tmpfiles.d/gitedge-tuning.conf"], Tree.DropIns().Keys);

        Tree.Reboot();
        var result = await RecoverAsync();

        Assert.Equal(knobs, Tree.Knobs());
        Assert.Equal((1L, null, null), (result.Record.Committed, result.Record.Pending, result.Record.Reverted));
        Assert.True((await Store.PlanAsync(TuningTree.Spec(1), StandardPolicy.Policy, CancellationToken.None)).IsConverged);
    }

    [Fact]
    public async Task Reverted_tuning_leaves_what_was_there_before_and_the_drop_ins_of_the_generation_before()
    {
        Tree.Write("proc/sys/vm/swappiness", "42");
        await InstallAsync(1, TuningTree.Spec(1));
        var (knobs, files) = (Tree.Knobs(), Tree.DropIns());

        await ApplyAsync(2, TuningTree.Spec(2));
        Assert.NotEqual(knobs, Tree.Knobs());
        var result = await Store.RevertAsync("probe-failed", CancellationToken.None);

        Assert.Equal(knobs, Tree.Knobs());
        Assert.Equal(files, Tree.DropIns());
        Assert.Equal(new RevertedTuning(2, "probe-failed"), result.Record.Reverted);
    }

    [Fact]
    public async Task Next_generation_without_tuning_gives_back_what_was_before_the_first()
    {
        Tree.Write("proc/sys/vm/swappiness", "42");
        var before = Tree.Knobs();
        await InstallAsync(1, TuningTree.Spec(1));
        await InstallAsync(2, TuningTree.Spec(2));
        await InstallAsync(3, null);

        Assert.Equal(before, Tree.Knobs());
        Assert.Empty(Tree.DropIns());
    }

    [Fact]
    public async Task Unconfirmed_tuning_goes_back_at_its_deadline_whoever_asks_first()
    {
        var before = Tree.Knobs();
        await ApplyAsync(1, TuningTree.Spec(1));
        Tree.Pass(TimeSpan.FromSeconds(30));

        var late = await Store.ConfirmAsync(1, CancellationToken.None);

        Assert.Equal(TuningReason.OtherGeneration, Assert.Single(late.Faults).Reason);
        Assert.Contains("put back (tuning-not-confirmed)", late.Faults[0].Message, StringComparison.Ordinal);
        Assert.Equal(before, Tree.Knobs());
    }

    [Fact]
    public async Task Unconfirmed_tuning_goes_back_after_a_crash_of_the_process_too()
    {
        var before = Tree.Knobs();
        await ApplyAsync(1, TuningTree.Spec(1));

        await RecoverAsync();
        Assert.NotEqual(before, Tree.Knobs());
        Tree.Pass(TimeSpan.FromMinutes(1));
        var result = await RecoverAsync();

        Assert.Equal(before, Tree.Knobs());
        Assert.Equal(TuningReason.NotConfirmed, result.Record.Reverted!.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tuning_that_was_not_committed_does_not_survive_a_boot(bool isConfirmed)
    {
        Tree.HasPowerProfiles = true;
        await InstallAsync(1, TuningTree.Spec(1));
        var (knobs, files) = (Tree.Knobs(), Tree.DropIns());
        await ApplyAsync(2, TuningTree.Spec(2) with { PowerProfile = "performance" });
        if (isConfirmed)
            await Store.ConfirmAsync(2, CancellationToken.None);

        Tree.Reboot();
        Assert.Equal("performance", Tree.Read("daemons/power"));
        var result = await RecoverAsync();

        Assert.Equal(knobs, Tree.Knobs());
        Assert.Equal(files, Tree.DropIns());
        Assert.Equal(new RevertedTuning(2, TuningReason.Restarted), result.Record.Reverted);
        Assert.Empty((await ApplyAsync(2, TuningTree.Spec(2))).Faults);
    }

    [Fact]
    public async Task Daemon_that_is_away_while_its_profile_is_put_back_is_named_and_has_it_put_back_when_it_is_there_again()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        Tree.HasPowerProfiles = false;

        var reverted = await Store.RevertAsync("probe-failed", CancellationToken.None);

        Assert.Empty(reverted.Faults);
        Assert.Equal((null, 1L), (reverted.Record.Pending, reverted.Record.Reverted!.Generation));
        Assert.Equal("60", Tree.Read("proc/sys/vm/swappiness"));
        Assert.False(Store.IsClear);
        Restart();
        var named = Assert.Single((await Store.RepairAsync(CancellationToken.None)).Faults);
        Assert.Equal(TuningReason.NotPutBack, named.Reason);
        Assert.Contains("powerProfile", named.Message, StringComparison.Ordinal);
        Assert.Equal("performance", Tree.Read("daemons/power"));
        Tree.HasPowerProfiles = true;
        Assert.Empty((await Store.RepairAsync(CancellationToken.None)).Faults);
        Assert.Equal("balanced", Tree.Read("daemons/power"));
        Assert.True(Store.IsClear);
    }

    [Fact]
    public async Task Daemon_that_goes_away_in_the_middle_of_putting_back_keeps_the_record_and_is_left_by_the_next_look()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        Tree.AfterPowerProfiles = () => Tree.HasPowerProfiles = false;

        var reverted = await Store.RevertAsync("probe-failed", CancellationToken.None);

        Assert.Equal(TuningReason.NotPutBack, Assert.Single(reverted.Faults).Reason);
        Assert.Equal(TuningPhase.Reverting, reverted.Record.Pending!.Phase);
        var after = (await RecoverAsync()).Record;
        Assert.Null(after.Pending);
        Assert.Equal("balanced", Assert.Single(after.Left!).From);
    }

    [Fact]
    public async Task Daemon_that_is_away_at_the_commit_of_what_gives_its_profile_back_keeps_nothing_from_lasting()
    {
        Tree.HasPowerProfiles = true;
        await InstallAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        await ApplyAsync(2, TuningTree.Spec(2));
        await Store.ConfirmAsync(2, CancellationToken.None);
        Tree.HasPowerProfiles = false;

        var done = await Store.CommitAsync(2, CancellationToken.None);

        Assert.Empty(done.Faults);
        Assert.Equal((2L, null), (done.Record.Committed, done.Record.Pending));
        Assert.Equal(("balanced", "performance"), Assert.Single(done.Record.Left!) is var left ? (left.From, left.To) : default);
    }

    [Fact]
    public async Task Daemon_that_comes_up_after_the_boot_check_has_its_profile_put_back_by_the_next_process()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        Tree.HasPowerProfiles = false;
        Tree.Reboot();

        Assert.Empty((await RecoverAsync()).Faults);
        Assert.Equal("performance", Tree.Read("daemons/power"));
        Tree.HasPowerProfiles = true;
        Assert.Empty((await RecoverAsync()).Faults);

        Assert.Equal("balanced", Tree.Read("daemons/power"));
        Assert.True(Store.IsClear);
    }

    [Fact]
    public async Task Daemon_that_was_removed_has_nothing_to_put_back()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        (Tree.HasPowerProfiles, Tree.HasPackages) = (false, false);

        Assert.Empty((await Store.RevertAsync("probe-failed", CancellationToken.None)).Faults);

        Assert.True(Store.IsClear);
    }

    [Fact]
    public async Task Profile_that_somebody_else_has_chosen_meanwhile_is_not_put_back_later()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        Tree.HasPowerProfiles = false;
        await Store.RevertAsync("probe-failed", CancellationToken.None);
        Tree.HasPowerProfiles = true;
        Tree.Write("daemons/power", "power-saver");

        Assert.Empty((await Store.RepairAsync(CancellationToken.None)).Faults);

        Assert.Equal("power-saver", Tree.Read("daemons/power"));
        Assert.True(Store.IsClear);
    }

    [Fact]
    public async Task Next_generation_begins_with_what_the_one_before_has_left()
    {
        Tree.HasPowerProfiles = true;
        await ApplyAsync(1, TuningTree.Spec(1) with { PowerProfile = "performance" });
        Tree.HasPowerProfiles = false;
        await Store.RevertAsync("probe-failed", CancellationToken.None);
        Tree.HasPowerProfiles = true;
        await InstallAsync(2, TuningTree.Spec(2) with { PowerProfile = "performance" });

        await InstallAsync(3, null);

        Assert.Equal("balanced", Tree.Read("daemons/power"));
    }

    [Fact]
    public async Task Every_call_can_be_made_again()
    {
        for (var time = 0; time < 2; time++)
            Assert.Empty((await ApplyAsync(1, TuningTree.Spec(1))).Faults);
        for (var time = 0; time < 2; time++)
            Assert.Empty((await Store.ConfirmAsync(1, CancellationToken.None)).Faults);
        for (var time = 0; time < 2; time++)
            Assert.Empty((await Store.CommitAsync(1, CancellationToken.None)).Faults);
        var again = await ApplyAsync(1, TuningTree.Spec(1));

        Assert.Equal((1L, null), (again.Record.Committed, again.Record.Pending));
        Assert.Empty((await Store.ConfirmAsync(1, CancellationToken.None)).Faults);
        Assert.Empty((await Store.RevertAsync("probe-failed", CancellationToken.None)).Faults);
        Assert.Equal("11", Tree.Read("proc/sys/vm/swappiness"));
    }

    [Fact]
    public async Task Applying_another_generation_puts_the_one_under_way_back_first()
    {
        await ApplyAsync(1, TuningTree.Spec(1));
        var result = await ApplyAsync(2, Sysctl("vm.swappiness", "5"));

        Assert.Equal([new TuningChange(Knob.Sysctl("vm.swappiness"), "60", "5")], result.Record.Pending!.Changes);
        Assert.Equal("20", Tree.Read("proc/sys/vm/dirty_ratio"));
        Assert.Equal(TuningReason.OtherGeneration, Assert.Single((await Store.CommitAsync(1, CancellationToken.None)).Faults).Reason);
    }

    [Fact]
    public async Task Generation_that_was_never_applied_is_neither_confirmed_nor_committed()
    {
        Assert.Equal(TuningReason.OtherGeneration, Assert.Single((await Store.ConfirmAsync(1, CancellationToken.None)).Faults).Reason);
        Assert.Equal(TuningReason.OtherGeneration, Assert.Single((await Store.CommitAsync(1, CancellationToken.None)).Faults).Reason);
        Assert.Null(Store.DueIn());
    }

    [Fact]
    public async Task Value_that_the_system_refuses_takes_everything_back()
    {
        var before = Tree.Knobs();
        Tree.Refuses = value => value == "50" ? null : "the unit is busy";

        var result = await ApplyAsync(1, TuningTree.Spec(1));

        Assert.Equal(TuningReason.WriteFailed, result.Faults[0].Reason);
        Assert.Contains("the unit is busy", result.Faults[0].Message, StringComparison.Ordinal);
        Assert.Equal(before.Where(one => !one.Key.EndsWith("CPUWeight", StringComparison.Ordinal)), Tree.Knobs().Where(one => !one.Key.EndsWith("CPUWeight", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Value_that_the_system_changes_takes_everything_back()
    {
        var before = Tree.Knobs();
        Tree.Takes = value => value == "1073741824" ? "1073737728" : value;

        var result = await ApplyAsync(1, TuningTree.Spec(1));

        Assert.Equal((TuningReason.ReadBack, $"'1073741824' was written to MemoryMax of unit '{TuningTree.Unit}', and '1073737728' is found."), (result.Faults[0].Reason, result.Faults[0].Message));
        Assert.Equal(new RevertedTuning(1, TuningReason.ReadBack), result.Record.Reverted);
        Assert.Equal(before, Tree.Knobs());
    }

    [Fact]
    public async Task What_cannot_be_put_back_is_named_and_tried_again()
    {
        var before = Tree.Knobs();
        await ApplyAsync(1, TuningTree.Spec(1));
        Tree.Refuses = _ => "systemd is away";

        var result = await Store.RevertAsync("too-slow", CancellationToken.None);
        Assert.Equal([TuningReason.NotPutBack, TuningReason.NotPutBack], result.Faults.Select(fault => fault.Reason));
        Assert.Equal((TuningPhase.Reverting, "60"), (result.Record.Pending!.Phase, Tree.Read("proc/sys/vm/swappiness")));
        Assert.Equal(TimeSpan.Zero, Store.DueIn());
        Assert.False((await Store.ConfirmAsync(1, CancellationToken.None)).IsDone);

        Tree.Refuses = _ => null;
        Assert.Equal(new RevertedTuning(1, "too-slow"), (await RecoverAsync()).Record.Reverted);
        Assert.Equal(before, Tree.Knobs());
    }

    [Fact]
    public async Task Knob_that_is_gone_does_not_hold_up_what_is_put_back()
    {
        await ApplyAsync(1, TuningTree.Spec(1));
        Directory.Delete(Path.Combine(Tree.Root, KnobFiles.Policies, "policy4"), recursive: true);

        Assert.Empty((await Store.RevertAsync("too-slow", CancellationToken.None)).Faults);
        Assert.Equal("schedutil", Tree.Read($"{KnobFiles.Policies}/policy0/scaling_governor"));
    }

    [Fact]
    public async Task Drift_is_put_right_three_times_an_hour_and_then_reported()
    {
        await InstallAsync(1, TuningTree.Spec(1));
        for (var time = 0; time < TuningDrift.Budget; time++)
        {
            Tree.Write("proc/sys/vm/swappiness", "99");
            Assert.Empty((await Store.RepairAsync(CancellationToken.None)).Faults);
            Assert.Equal("11", Tree.Read("proc/sys/vm/swappiness"));
            Restart();
        }
        Tree.Write("proc/sys/vm/swappiness", "99");

        Assert.Equal(TuningReason.Drifts, Assert.Single((await Store.RepairAsync(CancellationToken.None)).Faults).Reason);
        Assert.Equal("99", Tree.Read("proc/sys/vm/swappiness"));
        Tree.Pass(TimeSpan.FromHours(1));
        Assert.Empty((await Store.RepairAsync(CancellationToken.None)).Faults);
        Assert.Equal("11", Tree.Read("proc/sys/vm/swappiness"));
    }

    [Fact]
    public async Task Journal_that_is_lost_is_said_and_the_next_generation_is_tuned_again()
    {
        await InstallAsync(1, TuningTree.Spec(1));
        foreach (var file in Directory.GetFiles(Tree.State))
            File.WriteAllText(file, "torn");

        Assert.Equal(TuningReason.JournalLost, Assert.Single((await RecoverAsync()).Faults).Reason);
        await InstallAsync(2, TuningTree.Spec(2));
        await InstallAsync(3, null);
        Assert.Empty(Tree.DropIns());
    }

    [Fact]
    public async Task Journal_of_another_version_is_not_passed_over()
    {
        new Linux.Files.CheckedFile(Path.Combine(Tree.State, "tuning")).Write("""{"format":2}"""u8);

        Assert.Equal(TuningReason.JournalLost, Assert.Single((await RecoverAsync()).Faults).Reason);
    }

    [Fact]
    public async Task Journal_and_drop_ins_are_what_they_should_be_to_others()
    {
        await InstallAsync(1, TuningTree.Spec(1));

        Assert.All(Directory.GetFiles(Tree.State), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.All(Tree.DropIns().Keys, file => Assert.True(File.GetUnixFileMode(Path.Combine(Tree.Root, file)).HasFlag(UnixFileMode.OtherRead)));
    }
}
