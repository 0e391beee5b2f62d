using System.Text;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

public sealed class TuningScriptTests
{
    private readonly World _world = new(Specs.Machine);

    [Fact]
    public void Journal_is_kept_before_the_first_knob_is_turned_and_after_the_last()
    {
        var acts = TuningScript.Apply(_world.Record, _world.Plan(Specs.Sysctl(("vm.swappiness", "10"))), 7, _world.Now);

        Assert.Collection(acts,
            act => Assert.Equal((7L, TuningPhase.Applying), Pending(act)),
            act => Assert.Equal(new TuningAct.Turn(Specs.Swappiness, "10"), act),
            act => Assert.Equal((7L, TuningPhase.Waiting), Pending(act)));
    }

    [Fact]
    public void Waiting_is_over_at_the_deadline_and_not_before()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        Assert.Equal(TimeSpan.FromMinutes(1), TuningScript.DueIn(_world.Record, _world.Now));

        _world.Pass(TimeSpan.FromSeconds(59));
        _world.Recover();
        Assert.Equal("10", _world.Live[Specs.Swappiness]);
        Assert.Equal(TimeSpan.FromSeconds(1), TuningScript.DueIn(_world.Record, _world.Now));

        _world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, TuningScript.DueIn(_world.Record, _world.Now));
        _world.Recover();
        Assert.Equal("60", _world.Live[Specs.Swappiness]);
        Assert.Equal(new RevertedTuning(1, TuningReason.NotConfirmed), _world.Record.Reverted);
        Assert.Null(TuningScript.DueIn(_world.Record, _world.Now));
    }

    [Fact]
    public void Waiting_can_be_given_another_deadline_and_nothing_else_changes()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        var before = _world.Record.Pending!;

        _world.Do(TuningScript.Wait(_world.Record, _world.Now.After(TimeSpan.FromMinutes(15))));

        Assert.Equal(TimeSpan.FromMinutes(15), TuningScript.DueIn(_world.Record, _world.Now));
        Assert.Equal(before.Phase, _world.Record.Pending!.Phase);
        Assert.Equal(before.Changes, _world.Record.Pending.Changes);
        _world.Pass(TimeSpan.FromMinutes(15));
        _world.Recover();
        Assert.Equal("60", _world.Live[Specs.Swappiness]);
    }

    [Fact]
    public void What_nobody_answers_for_is_left_while_the_rest_goes_back_and_is_put_back_later()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);

        _world.Do(TuningScript.Revert(_world.Record, _world.Now, "too-slow", [Specs.Swappiness]));

        var left = Assert.Single(_world.Record.Left!);
        Assert.Equal(new TuningChange(Specs.Swappiness, "60", "10"), left);
        Assert.Equal((null, 1L, "10"), (_world.Record.Pending, _world.Record.Reverted!.Generation, _world.Live[Specs.Swappiness]));
        Assert.Empty(TuningScript.PutLeftBack(_world.Record, [Specs.Swappiness]));
        _world.Do(TuningScript.PutLeftBack(_world.Record, []), 1);
        Assert.NotNull(_world.Record.Left);
        _world.Do(TuningScript.PutLeftBack(_world.Record, []));
        Assert.Equal((null, "60"), (_world.Record.Left, _world.Live[Specs.Swappiness]));
        Assert.Empty(TuningScript.PutLeftBack(_world.Record, []));
    }

    [Fact]
    public void What_was_left_and_is_held_by_a_generation_now_is_not_put_back()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        _world.Do(TuningScript.Revert(_world.Record, _world.Now, "too-slow", [Specs.Swappiness]));
        _world.Install(Specs.Sysctl(("vm.swappiness", "20")), 2);

        _world.Do(TuningScript.PutLeftBack(_world.Record, []));

        Assert.Equal((null, "20"), (_world.Record.Left, _world.Live[Specs.Swappiness]));
    }

    [Fact]
    public void Confirmed_it_stays_beyond_the_deadline_and_is_not_due()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        _world.Do(TuningScript.Confirm(_world.Record));
        _world.Pass(TimeSpan.FromHours(1));
        _world.Recover();

        Assert.Equal("10", _world.Live[Specs.Swappiness]);
        Assert.Null(TuningScript.DueIn(_world.Record, _world.Now));
        Assert.Empty(_world.Files);
    }

    [Theory]
    [InlineData(1, TuningReason.Interrupted)]
    [InlineData(2, TuningReason.Interrupted)]
    public void Cut_off_while_writing_it_is_put_back_at_once(int acts, string reason)
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1, acts);
        Assert.Equal(TimeSpan.Zero, TuningScript.DueIn(_world.Record, _world.Now));
        _world.Recover();

        Assert.Equal("60", _world.Live[Specs.Swappiness]);
        Assert.Equal(new RevertedTuning(1, reason), _world.Record.Reverted);
    }

    [Fact]
    public void After_another_boot_it_is_due_at_once()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        _world.Reboot();

        Assert.Equal(TimeSpan.Zero, TuningScript.DueIn(_world.Record, _world.Now));
    }

    [Fact]
    public void What_a_boot_has_put_back_is_left_as_the_boot_made_it_and_what_outlived_it_is_put_back()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")) with { PowerProfile = "performance" }, 1);
        _world.Reboot();
        _world.Live[Specs.Swappiness] = "1";
        _world.Recover();

        Assert.Equal(("1", "balanced"), (_world.Live[Specs.Swappiness], _world.Live[Specs.Power]));
    }

    [Fact]
    public void Reason_of_a_revert_survives_its_interruption()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        _world.Do(TuningScript.Revert(_world.Record, _world.Now, "too-slow"), 1);
        _world.Recover();

        Assert.Equal(new RevertedTuning(1, "too-slow"), _world.Record.Reverted);
    }

    [Fact]
    public void Nothing_under_way_is_nothing_to_do()
    {
        Assert.Empty(TuningScript.Recover(_world.Record, _world.Now));
        Assert.Empty(TuningScript.Revert(_world.Record, _world.Now, "x"));
        Assert.Null(TuningScript.DueIn(_world.Record, _world.Now));
    }

    [Fact]
    public void Commit_forgets_the_revert_before_it_and_the_repairs()
    {
        _world.Apply(Specs.Sysctl(("vm.swappiness", "10")), 1);
        _world.Do(TuningScript.Revert(_world.Record, _world.Now, "too-slow"));
        _world.Install(Specs.Sysctl(("vm.swappiness", "20")), 2);

        Assert.Null(_world.Record.Reverted);
        Assert.Empty(_world.Record.Repairs);
        Assert.Equal(2, _world.Record.Committed);
    }

    [Fact]
    public void Settings_in_force_are_the_written_ones_and_none_while_they_are_written_or_put_back()
    {
        KeptSetting[] old = [new(Specs.Swappiness, "10", "60")], young = [new(Specs.Swappiness, "20", "60")];
        TuningRecord In(TuningPhase phase) => new()
        {
            Settings = old,
            Pending = new PendingTuning { Generation = 2, Phase = phase, Changes = [], Settings = young, Deadline = _world.Now },
        };

        Assert.Equal(old, new TuningRecord { Settings = old }.InForce);
        Assert.Equal(young, In(TuningPhase.Waiting).InForce);
        Assert.Equal(young, In(TuningPhase.Confirmed).InForce);
        Assert.Empty(In(TuningPhase.Applying).InForce);
        Assert.Empty(In(TuningPhase.Committing).InForce);
        Assert.Empty(In(TuningPhase.Reverting).InForce);
    }

    [Fact]
    public void Record_of_the_first_version_is_still_read()
    {
        var record = TuningJson.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Tuning", "tuning-v1.json")))!;

        Assert.Equal((1L, TuningPhase.Waiting, 2L), (record.Committed, record.Pending!.Phase, record.Pending.Generation));
        Assert.Equal(new BootMoment("0f8a", TimeSpan.FromSeconds(90)), record.Pending.Deadline);
        Assert.Equal([new TuningChange(Specs.MemoryMax, "infinity", "1073741824")], record.Pending.Changes);
        Assert.Equal([new KeptSetting(Specs.Swappiness, "10", "60")], record.Settings);
        Assert.Equal(new RevertedTuning(1, "too-slow"), record.Reverted);
        Assert.Equal([new RepairMark(Specs.Swappiness, new BootMoment("0f8a", TimeSpan.FromSeconds(30)))], record.Repairs);
        Assert.Equal(Normal(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Tuning", "tuning-v1.json")))), Normal(Encoding.UTF8.GetString(TuningJson.Write(record))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}x")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"later":true}""")]
    public void Record_of_another_form_is_none(string json) => Assert.Null(TuningJson.Read(Encoding.UTF8.GetBytes(json)));

    private static string Normal(string json) => string.Concat(json.Where(character => !char.IsWhiteSpace(character)));

    private static (long, TuningPhase) Pending(TuningAct act)
    {
        var pending = Assert.IsType<TuningAct.Keep>(act).Record.Pending!;
        return (pending.Generation, pending.Phase);
    }
}
