using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

/// <summary>What holds for every sequence of tunings, wherever it is cut off.</summary>
public sealed class TuningProperties
{
    private static readonly Arbitrary<(TuningSpec Old, TuningSpec New, int Cut, bool Reboots)> Updates = (
        from one in Specs.Good
        from two in Specs.Good
        from cut in Gen.Choose(0, 30)
        from reboots in Gen.Elements(true, false)
        select (one, two, cut, reboots)).ToArbitrary();

    [Fact]
    public void Apply_then_revert_gives_what_was_before() => Prop.ForAll(Updates, update =>
    {
        var world = Committed(update.Old);
        var (live, files) = (world.Live.ToDictionary(), world.Files.ToDictionary());

        world.Apply(update.New, 2);
        world.Do(TuningScript.Revert(world.Record, world.Now, "probe-failed"));

        return Same(world.Live, live) && Same(world.Files, files) && world.Record is { Committed: 1, Pending: null, Reverted.Reason: "probe-failed" };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_off_in_apply_and_in_its_recovery_the_old_tuning_comes_back() => Prop.ForAll(Updates, update =>
    {
        var world = Committed(update.Old);
        var (live, files) = (world.Live.ToDictionary(), world.Files.ToDictionary());
        var acts = TuningScript.Apply(world.Record, world.Plan(update.New), 2, world.Now.After(TimeSpan.FromMinutes(1))).Count;

        world.Apply(update.New, 2, Math.Min(update.Cut, acts - 1));
        if (update.Reboots)
            world.Reboot();
        world.Do(TuningScript.Recover(world.Record, world.Now), update.Cut / 2);
        world.Recover();

        return Same(world.Live, live) && Same(world.Files, files) && world.Record.Pending is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Not_confirmed_or_restarted_before_the_commit_the_old_tuning_comes_back() => Prop.ForAll(Updates, update =>
    {
        var world = Committed(update.Old);
        var (live, files) = (world.Live.ToDictionary(), world.Files.ToDictionary());

        world.Apply(update.New, 2);
        if (update.Reboots)
        {
            world.Do(TuningScript.Confirm(world.Record));
            world.Reboot();
        }
        else
        {
            world.Pass(TimeSpan.FromMinutes(1));
        }
        world.Recover();

        var reason = update.Reboots ? TuningReason.Restarted : TuningReason.NotConfirmed;
        return Same(world.Live, live) && Same(world.Files, files) && world.Record.Reverted == new RevertedTuning(2, reason);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_off_in_commit_the_new_tuning_is_there_and_lasts() => Prop.ForAll(Updates, update =>
    {
        var world = Committed(update.Old);
        world.Apply(update.New, 2);
        world.Do(TuningScript.Confirm(world.Record));
        var live = world.Live.ToDictionary();

        world.Do(TuningScript.Commit(world.Record), 1 + update.Cut);
        if (update.Reboots)
            world.Reboot();
        world.Recover();
        var isThere = Same(world.Live, live) && world.Record is { Committed: 2, Pending: null };
        world.Reboot();

        return isThere && Same(world.Live, live) && world.Plan(update.New).IsConverged;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_of_what_was_committed_is_empty() => Prop.ForAll(Specs.Good.ToArbitrary(), spec =>
    {
        var world = Committed(spec);
        return world.Plan(spec).IsConverged && TuningDrift.Find(world.Record, world.Observe(), world.Now).Count == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Generation_without_tuning_gives_the_machine_back_as_it_was() => Prop.ForAll(Updates, update =>
    {
        var world = Committed(update.Old);
        world.Install(update.New, 2);
        world.Install(null, 3);

        return Same(world.Live, Specs.Machine) && world.Files.Count == 0 && world.Record.Settings.Count == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_outside_the_policy_is_ever_written() => Prop.ForAll(Specs.Any.ToArbitrary(), spec =>
    {
        var world = new World(Specs.Machine);
        var plan = world.Plan(spec);
        return plan.Changes.All(change => IsAllowed(change)) && (plan.Refusals.Count == 0 || (plan.Changes.Count == 0 && plan.Settings.Count == 0));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Whatever_was_refused_says_what_where_and_what_to_do() => Prop.ForAll(Specs.Any.ToArbitrary(), spec =>
        new World(Specs.Machine).Plan(spec).Refusals.All(refusal =>
            refusal.Item.StartsWith("spec.tuning.", StringComparison.Ordinal) && refusal.What.Length > 10 && refusal.Cure.Length > 10))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static World Committed(TuningSpec spec)
    {
        var world = new World(Specs.Machine);
        world.Install(spec, 1);
        return world;
    }

    // Said again in other words than the code's.
    private static bool IsAllowed(TuningChange change) => change.Knob.Kind switch
    {
        KnobKind.Sysctl => change.Knob.Name is "vm.swappiness" or "vm.dirty_ratio" or "vm.vfs_cache_pressure" && int.Parse(change.To) is >= 0 and <= 200,
        KnobKind.UnitProperty => change.Knob.Name == Specs.Unit && change.Knob.Property != "ExecStart",
        KnobKind.TunedProfile => false,
        _ => true,
    };

    private static bool Same<TKey>(IReadOnlyDictionary<TKey, string> one, IReadOnlyDictionary<TKey, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
