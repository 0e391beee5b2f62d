using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class TuningDriftTests
{
    private readonly World _world = new(Specs.Machine);

    public TuningDriftTests() => _world.Install(Specs.Sysctl(("vm.swappiness", "10"), ("vm.vfs_cache_pressure", "50")), 1);

    [Fact]
    public void Drifted_knob_is_put_right_within_the_budget_and_then_reported()
    {
        for (var repair = 0; repair < TuningDrift.Budget; repair++)
        {
            _world.Live[Specs.Swappiness] = "99";
            var findings = Find();
            Assert.Equal([new DriftFinding(new KeptSetting(Specs.Swappiness, "10", "60"), "99", null)], findings);
            _world.Do(TuningDrift.Repair(_world.Record, findings, _world.Now));
            Assert.Equal("10", _world.Live[Specs.Swappiness]);
            _world.Pass(TimeSpan.FromMinutes(10));
        }
        _world.Live[Specs.Swappiness] = "99";

        Assert.Equal("sysctl 'vm.swappiness' was put right 3 times in an hour and is '99' again", Assert.Single(Find()).Conflict);
        Assert.Empty(TuningDrift.Repair(_world.Record, Find(), _world.Now));
    }

    [Fact]
    public void Budget_is_of_each_knob_and_of_the_last_hour()
    {
        for (var repair = 0; repair < TuningDrift.Budget; repair++)
            Repair(Specs.Swappiness, "99");
        _world.Live[Specs.Pressure] = "99";
        _world.Live[Specs.Swappiness] = "99";

        Assert.Equal([false, true], Find().Select(finding => finding.Conflict is null).Order());
        Assert.Equal(2, TuningDrift.Repair(_world.Record, Find(), _world.Now).Count);

        _world.Pass(TuningDrift.Window);
        Assert.All(Find(), finding => Assert.Null(finding.Conflict));
        _world.Do(TuningDrift.Repair(_world.Record, Find(), _world.Now));
        Assert.Equal(2, _world.Record.Repairs.Count);
    }

    [Fact]
    public void Repairs_of_another_boot_do_not_count()
    {
        for (var repair = 0; repair < TuningDrift.Budget; repair++)
            Repair(Specs.Swappiness, "99");
        _world.Reboot();
        _world.Live[Specs.Swappiness] = "99";

        Assert.Null(Assert.Single(Find()).Conflict);
    }

    [Fact]
    public void Repair_is_counted_before_it_is_made()
    {
        _world.Live[Specs.Swappiness] = "99";
        var acts = TuningDrift.Repair(_world.Record, Find(), _world.Now);

        Assert.Equal([new RepairMark(Specs.Swappiness, _world.Now)], Assert.IsType<TuningAct.Keep>(acts[0]).Record.Repairs);
        Assert.Equal(new TuningAct.Turn(Specs.Swappiness, "10"), acts[1]);
    }

    [Fact]
    public void Knob_that_is_gone_is_reported()
    {
        _world.Live.Remove(Specs.Swappiness);

        Assert.Equal(new DriftFinding(new KeptSetting(Specs.Swappiness, "10", "60"), null, "this machine has no sysctl 'vm.swappiness' any more"), Assert.Single(Find()));
    }

    [Theory]
    [InlineData("10", "30", "TuneD sets sysctl 'vm.swappiness' to '30'")]
    [InlineData("30", "30", "TuneD sets sysctl 'vm.swappiness' to '30'")]
    [InlineData("30", null, "TuneD sets sysctl 'vm.swappiness' too")]
    [InlineData("30", "10", null)]
    public void Other_owner_is_reported_and_not_fought(string found, string? owned, string? conflict)
    {
        var machine = new ObservedTuning(new Dictionary<Knob, ObservedKnob>
        {
            [Specs.Swappiness] = new(found) { Owner = new KnobOwner("TuneD", owned) },
            [Specs.Pressure] = new("50"),
        });

        Assert.Equal(conflict, Assert.Single(TuningDrift.Find(_world.Record, machine, _world.Now)).Conflict);
    }

    [Fact]
    public void Owner_that_agrees_is_no_finding()
    {
        var machine = new ObservedTuning(new Dictionary<Knob, ObservedKnob>
        {
            [Specs.Swappiness] = new("10") { Owner = new KnobOwner("TuneD", "10") },
            [Specs.Pressure] = new("50"),
        });

        Assert.Empty(TuningDrift.Find(_world.Record, machine, _world.Now));
    }

    private void Repair(Knob knob, string drift)
    {
        _world.Live[knob] = drift;
        _world.Do(TuningDrift.Repair(_world.Record, Find(), _world.Now));
    }

    private IReadOnlyList<DriftFinding> Find() => TuningDrift.Find(_world.Record, _world.Observe(), _world.Now);
}
