using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Deployments;

/// <summary>What holds whatever happens, in whatever order.</summary>
public sealed class DeploymentProperties
{
    private static readonly DeploymentPhase[] Quiet = [DeploymentPhase.Idle, DeploymentPhase.Stalled];

    [Fact]
    public void Next_is_total_and_its_effect_fits_the_state() => ForAllRuns(states =>
        states.All(state => DeploymentMachine.EffectOf(state) switch
        {
            DeploymentEffect.Wait => Quiet.Contains(state.Phase),
            _ => !Quiet.Contains(state.Phase),
        }));

    [Fact]
    public void No_step_writes_the_active_slot() => ForAllRuns(states =>
        states.All(state => state.Target is null || (state.Current ?? state.Stopped) is not { } kept || state.Target.Slot != kept.Slot));

    [Fact]
    public void Nothing_commits_without_healthy_for_the_same_generation() => Prop.ForAll(Runs(), happenings =>
    {
        var state = new DeploymentState();
        foreach (var happening in happenings)
        {
            var before = state;
            var what = happening(before);
            state = DeploymentMachine.Next(before, what);
            var committed = state.Current is not null && state.Current.Number != before.Current?.Number;
            if (committed && what is not DeploymentEvent.Probed { Verdict.Outcome: HealthOutcome.Healthy })
                return false;
            if (committed && ((DeploymentEvent.Probed)what).Verdict.Generation != state.Current!.Number)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Previous_generation_survives_until_commit() => ForAllSteps((before, after) =>
        after.Current == before.Current
        || after.Phase == DeploymentPhase.Committed
        || after.Current?.Content == before.Current?.Content
        || (before.Phase == DeploymentPhase.Stopping && after.Phase == DeploymentPhase.Idle));

    [Fact]
    public void What_was_stopped_serves_again_only_when_it_is_committed_anew() => ForAllSteps((before, after) =>
        (after.Stopped is null || after.Current is null)
        && (before.Stopped is null || after.Stopped == before.Stopped || after.Phase == DeploymentPhase.Committed)
        && (before.Stopped is not null || after.Stopped is null || (before.Phase == DeploymentPhase.Stopping && after.Stopped == before.Current)));

    [Fact]
    public void Nothing_is_stopped_but_what_is_current_and_recalled() => ForAllSteps((before, after) =>
        after.Phase != DeploymentPhase.Stopping || before.Phase == DeploymentPhase.Stopping
        || (before.Phase is DeploymentPhase.Idle or DeploymentPhase.Stalled && after.Current == before.Current && after.Current is not null));

    [Fact]
    public void Numbers_never_come_twice_but_for_the_same_content() => ForAllSteps((before, after) =>
        after.LastNumber >= before.LastNumber
        && (after.Target is null || after.Target == before.Target || after.Target.Number > before.LastNumber
            || (after.Target.Number == before.Shelved?.Number && after.Target.Content == before.Shelved.Content)));

    [Fact]
    public void Bad_content_is_never_under_way_before_its_rollback() => ForAllSteps((before, after) =>
        before.Target == after.Target || after.Target is null || after.FindBad(after.Target.Content) is null);

    [Fact]
    public void Person_who_asks_to_go_back_is_heard_in_probation_alone() => ForAllRuns(states => states.All(state =>
    {
        var after = DeploymentMachine.Next(state, new DeploymentEvent.RollbackAsked(NumberOf(state)));
        return state.Phase == DeploymentPhase.Probation
            ? after.Phase == DeploymentPhase.RollingBack && after.Current == state.Current && after.FindBad(state.Target!.Content) is not null
            : ReferenceEquals(after, state);
    }));

    [Fact]
    public void Every_restart_loop_ends() => Prop.ForAll(Runs(), happenings =>
    {
        var state = Run(happenings).Last();
        const int Enough = 3 * (DeploymentMachine.MaxRestarts + DeploymentMachine.MaxRollbackAttempts);
        for (var restart = 0; restart < Enough; restart++)
            state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());
        return Quiet.Contains(state.Phase);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_loop_of_choosing_and_restarting_ends() => Prop.ForAll(Gen.Choose(0, 5).ToArbitrary(), steps =>
    {
        var state = Sample.Committed(1);
        for (var round = 0; round < 2 * DeploymentMachine.MaxCuts; round++)
        {
            state = DeploymentMachine.Next(state, Sample.Chosen(2));
            for (var step = 0; step < steps && state.Target is not null; step++)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());
        }
        return Quiet.Contains(DeploymentMachine.Next(state, Sample.Chosen(2)).Phase);
    }).QuickCheckThrowOnFailure();

    private static void ForAllRuns(Func<IReadOnlyList<DeploymentState>, bool> holds) =>
        Prop.ForAll(Runs(), happenings => holds([.. Run(happenings)])).QuickCheckThrowOnFailure();

    private static void ForAllSteps(Func<DeploymentState, DeploymentState, bool> holds) => ForAllRuns(states =>
        states.Zip(states.Skip(1)).All(pair => holds(pair.First, pair.Second)));

    private static IEnumerable<DeploymentState> Run(Func<DeploymentState, DeploymentEvent>[] happenings)
    {
        var state = new DeploymentState();
        yield return state;
        foreach (var happening in happenings)
        {
            state = DeploymentMachine.Next(state, happening(state));
            yield return state;
        }
    }

    private static Arbitrary<Func<DeploymentState, DeploymentEvent>[]> Runs() =>
        Gen.Sized(_ => Gen.Choose(0, 120).SelectMany(length => Gen.ArrayOf(Happening(), length))).ToArbitrary();

    /// <summary>Mostly what moves a deployment on, with everything that may come between.</summary>
    private static Gen<Func<DeploymentState, DeploymentEvent>> Happening() => Gen.Frequency(
        (6, Gen.Constant<Func<DeploymentState, DeploymentEvent>>(state => new DeploymentEvent.Succeeded(NumberOf(state)))),
        (4, Gen.Choose(1, 8).Select<int, Func<DeploymentState, DeploymentEvent>>(counter => _ => Sample.Chosen(counter))),
        (6, Gen.Elements(Enum.GetValues<HealthOutcome>()).Select<HealthOutcome, Func<DeploymentState, DeploymentEvent>>(outcome =>
            state => new DeploymentEvent.Probed(Sample.Verdict(NumberOf(state), outcome), TimeSpan.FromSeconds(1)))),
        (1, Gen.Constant<Func<DeploymentState, DeploymentEvent>>(state =>
            new DeploymentEvent.Probed(Sample.Verdict(NumberOf(state) - 1, HealthOutcome.Healthy), TimeSpan.Zero))),
        (1, Gen.Elements(Enum.GetValues<FaultKind>()).Select<FaultKind, Func<DeploymentState, DeploymentEvent>>(kind =>
            state => new DeploymentEvent.Failed(NumberOf(state), new Fault(kind, "r", "m", "c")))),
        (1, Gen.Constant<Func<DeploymentState, DeploymentEvent>>(state => new DeploymentEvent.Restored(NumberOf(state)))),
        (1, Gen.Choose(0, 1).Select<int, Func<DeploymentState, DeploymentEvent>>(off =>
            state => new DeploymentEvent.Recalled((state.Current?.Number ?? 0) + off, Sample.Recall))),
        (1, Gen.Choose(-1, 0).Select<int, Func<DeploymentState, DeploymentEvent>>(late => state => new DeploymentEvent.RollbackAsked(NumberOf(state) + late))),
        (1, Gen.Constant<Func<DeploymentState, DeploymentEvent>>(_ => new DeploymentEvent.Restarted())));

    private static long NumberOf(DeploymentState state) => (state.Target ?? state.Current)?.Number ?? 0;
}
