using GitEdge.Agent.Helper;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>Tuning as a part of what the helper tries, keeps and goes back from.</summary>
public sealed class HelperTuningTests : IDisposable
{
    private const string Tuned = "  tuning: { sysctl: { vm.swappiness: 10 }, cpuGovernor: performance, confirmWithin: 30s }";
    private const string DropIn = "etc/sysctl.d/90-gitedge.conf";

    private readonly HelperRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private string Swappiness => _rig.Tree.Read("proc/sys/vm/swappiness");

    private static string? Reason(HelperAnswer answer) => answer.Fault?.Reason;

    [Fact]
    public void Tuning_comes_with_its_release_is_confirmed_and_lasts_once_it_is_committed()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        Assert.Equal(("10", "performance"), (Swappiness, _rig.Tree.Read("sys/devices/system/cpu/cpufreq/policy4/scaling_governor")));
        Assert.False(File.Exists(Path.Combine(_rig.Tree.Root, DropIn)));
        Assert.True(_rig.Service.Tuning.IsBusy);

        _rig.Restart();
        Assert.Null(_rig.Confirm(1).Fault);
        Assert.False(_rig.Service.Tuning.IsBusy);
        Assert.Null(_rig.Commit(1).Fault);
        _rig.Tree.Reboot();
        _rig.Restart();

        Assert.Null(_rig.Boot().Fault);
        Assert.Equal("10", Swappiness);
        Assert.Null(_rig.Commit(1).Fault);
    }

    [Fact]
    public void Release_whose_tuning_the_owner_does_not_allow_is_not_staged()
    {
        _rig.Accept(_rig.Release(1, "  tuning: { sysctl: { kernel.pid_max: 100 } }"));
        _rig.Adopt(1);

        Assert.Equal(TuningReason.NotAllowed, Reason(_rig.Stage(1)));
        Assert.Null(_rig.Service.Custody.Candidate);
    }

    [Fact]
    public async Task Tuning_that_nobody_confirms_goes_back_and_whoever_confirms_later_is_told()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);

        _rig.Tree.Pass(TimeSpan.FromSeconds(31));
        Assert.Null(await _rig.Service.Tuning.RecoverAsync(CancellationToken.None));
        var late = _rig.Confirm(1).Fault!;

        Assert.Equal((TuningReason.NotConfirmed, Core.Primitives.FaultKind.Waiting), (late.Reason, late.Kind));
        Assert.Equal("60", Swappiness);
        Assert.Equal(TuningReason.NotConfirmed, Reason(_rig.Commit(1)));
        Assert.Null(_rig.Service.Custody.Committed);
    }

    [Fact]
    public void Tuning_that_the_machine_refuses_keeps_the_release_from_becoming_active()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Accept(_rig.Release(2, "  tuning: { units: { gitedge-inference.service: { MemoryMax: 1G } } }"));
        _rig.Adopt(2);

        Assert.Equal(TuningReason.Absent, Reason(_rig.Stage(2)));
        Assert.Equal([1], _rig.Active);
    }

    [Fact]
    public void Going_back_gives_the_tuning_of_the_committed_release_back()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Commit(1);
        _rig.Activate(_rig.Release(2, "  tuning: { sysctl: { vm.swappiness: 20 }, transparentHugepages: never }"), 2, 2);
        Assert.Equal("20", Swappiness);

        _rig.Restart();
        Assert.Null(_rig.Point(1).Fault);

        Assert.Equal([1], _rig.Active);
        Assert.Equal(("10", "always"), (Swappiness, _rig.Tree.Read("sys/kernel/mm/transparent_hugepage/enabled")));
    }

    [Fact]
    public void Release_without_tuning_gives_the_machine_back_and_needs_nobody_to_confirm()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Commit(1);

        _rig.Activate(_rig.Release(2), 2, 2);

        Assert.Equal("60", Swappiness);
        Assert.False(_rig.Service.Tuning.IsBusy);
        Assert.Null(_rig.Commit(2).Fault);
        Assert.False(File.Exists(Path.Combine(_rig.Tree.Root, DropIn)));
    }

    [Fact]
    public void Boot_in_probation_undoes_the_tuning_and_it_is_tried_and_confirmed_again()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Tree.Reboot();
        _rig.Restart();

        Assert.Null(_rig.Boot().Fault);
        Assert.Equal("60", Swappiness);
        Assert.Equal(TuningReason.Restarted, Reason(_rig.Confirm(1)));
        Assert.Equal("10", Swappiness);
        Assert.Null(_rig.Confirm(1).Fault);
        Assert.Null(_rig.Commit(1).Fault);
    }

    [Fact]
    public void Release_that_has_had_its_boots_goes_with_its_tuning()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Commit(1);
        _rig.Activate(_rig.Release(2, "  tuning: { sysctl: { vm.swappiness: 20 } }"), 2, 2);

        for (var boot = 0; boot <= Core.Deployments.Custody.MaxBoots; boot++)
        {
            _rig.Tree.Reboot();
            _rig.Restart();
            Assert.Null(_rig.Boot().Fault);
        }

        Assert.Equal([1], _rig.Active);
        Assert.Equal("10", Swappiness);
        Assert.Null(_rig.Service.Custody.Candidate);
    }

    [Fact]
    public void Boot_between_the_agents_commit_and_the_helpers_is_made_up_for()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Tree.Reboot();
        _rig.Restart();
        Assert.Null(_rig.Boot().Fault);
        Assert.Equal("60", Swappiness);

        Assert.Null(_rig.Commit(1).Fault);

        Assert.Equal(("10", 1L), (Swappiness, _rig.Service.Custody.Committed!.Number));
        Assert.Contains("vm.swappiness = 10", _rig.Tree.Read(DropIn), StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_whose_tuning_cannot_be_made_to_last_stands_and_is_finished_by_the_next()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        var folder = Path.Combine(_rig.Tree.Root, Path.GetDirectoryName(DropIn)!);
        File.WriteAllText(folder, "in the way");

        Assert.NotNull(_rig.Commit(1).Fault);
        Assert.Equal(1, _rig.Service.Custody.Committed!.Number);
        File.Delete(folder);

        Assert.Null(_rig.Commit(1).Fault);
        Assert.Contains("vm.swappiness = 10", _rig.Tree.Read(DropIn), StringComparison.Ordinal);
    }

    [Fact]
    public void Release_that_is_recalled_and_stopped_takes_its_tuning_along()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Commit(1);
        _rig.Agent.Meta.Recall(1, 1);
        _rig.Agent.Meta.Push();
        Assert.Null(_rig.Agent.Poll().Release);
        _rig.Accept(_rig.Agent.Agent.Evidence.CollectTrust());

        Assert.Null(_rig.Detach().Fault);

        Assert.Equal("60", Swappiness);
        Assert.False(File.Exists(Path.Combine(_rig.Tree.Root, DropIn)));
    }

    [Fact]
    public void Drift_of_a_committed_tuning_is_put_right()
    {
        _rig.Activate(_rig.Release(1, Tuned), 1, 1);
        _rig.Confirm(1);
        _rig.Commit(1);
        _rig.Tree.Write("proc/sys/vm/swappiness", "99");

        Assert.Null(_rig.Repair().Fault);

        Assert.Equal("10", Swappiness);
    }
}
