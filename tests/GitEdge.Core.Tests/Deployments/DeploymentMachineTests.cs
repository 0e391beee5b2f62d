using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using static GitEdge.Core.Deployments.DeploymentPhase;
using HealthOutcome = GitEdge.Core.Health.HealthOutcome;

namespace GitEdge.Core.Tests.Deployments;

public sealed class DeploymentMachineTests
{
    [Fact]
    public void Good_update_walks_every_phase_and_commits()
    {
        var state = Sample.Committed(1);
        Assert.Equal((Idle, 1L, Slot.A), (state.Phase, state.Current!.Number, state.Current.Slot));

        state = DeploymentMachine.Next(state, Sample.Chosen(2));
        var phases = new List<DeploymentPhase> { state.Phase };
        while (state.Phase != Probation)
        {
            state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            phases.Add(state.Phase);
        }
        Assert.Equal([Fetching, Staging, Preflight, Activating, Probation], phases);
        Assert.Equal(1, state.Current!.Number);
        Assert.Equal((2L, Slot.B), (state.Target!.Number, state.Target.Slot));

        state = DeploymentMachine.Next(state, Sample.Waiting(state, 9.5));
        state = DeploymentMachine.Next(state, Sample.Waiting(state, 0.5));
        Assert.Equal((Probation, TimeSpan.FromSeconds(10)), (state.Phase, state.Soaked));
        state = DeploymentMachine.Next(state, Sample.Healthy(state));
        Assert.Equal(Committed, state.Phase);
        Assert.Equal((2L, "stable/2"), (state.Current!.Number, state.Current.Release.ToString()));
        Assert.Null(state.Target);
        Assert.Null(state.Fault);

        state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        Assert.Equal((Idle, TimeSpan.Zero), (state.Phase, state.Soaked));
    }

    [Theory]
    [InlineData(Idle, typeof(DeploymentEffect.Wait))]
    [InlineData(Fetching, typeof(DeploymentEffect.Fetch))]
    [InlineData(Staging, typeof(DeploymentEffect.Stage))]
    [InlineData(Preflight, typeof(DeploymentEffect.Preflight))]
    [InlineData(Activating, typeof(DeploymentEffect.Activate))]
    [InlineData(Probation, typeof(DeploymentEffect.Probe))]
    [InlineData(Committed, typeof(DeploymentEffect.Tidy))]
    [InlineData(RollingBack, typeof(DeploymentEffect.RollBack))]
    [InlineData(Stalled, typeof(DeploymentEffect.Wait))]
    [InlineData(Stopping, typeof(DeploymentEffect.StopServing))]
    public void Effect_follows_from_the_phase(DeploymentPhase phase, Type effect)
    {
        var state = Sample.At(phase);

        Assert.Equal(phase, state.Phase);
        Assert.IsType(effect, DeploymentMachine.EffectOf(state));
    }

    [Fact]
    public void Effects_carry_the_generations_they_concern()
    {
        var preflight = Assert.IsType<DeploymentEffect.Preflight>(DeploymentMachine.EffectOf(Sample.At(Preflight)));
        Assert.Equal((2L, 1L), (preflight.Target.Number, preflight.Current!.Number));
        var back = Assert.IsType<DeploymentEffect.RollBack>(DeploymentMachine.EffectOf(Sample.At(RollingBack)));
        Assert.Equal((2L, 1L), (back.Target.Number, back.Current!.Number));
        var tidy = Assert.IsType<DeploymentEffect.Tidy>(DeploymentMachine.EffectOf(Sample.At(Committed)));
        Assert.Equal(2, tidy.Current.Number);
    }

    [Fact]
    public void Newer_fault_takes_the_place_of_the_one_before_and_a_restart_keeps_it()
    {
        var fetching = DeploymentMachine.Next(Sample.At(Idle) with { Fault = Sample.Permanent }, Sample.Chosen(3));

        Assert.Equal(Sample.Transient, DeploymentMachine.Next(fetching, Sample.Failed(fetching, Sample.Transient)).Fault);
        Assert.Equal(Sample.Permanent, DeploymentMachine.Next(fetching, new DeploymentEvent.Restarted()).Fault);
    }

    [Theory]
    [InlineData(Fetching, FaultKind.Transient, Idle, false)]
    [InlineData(Fetching, FaultKind.Permanent, Idle, false)]
    [InlineData(Staging, FaultKind.Waiting, Idle, false)]
    [InlineData(Staging, FaultKind.Permanent, Idle, false)]
    [InlineData(Preflight, FaultKind.Transient, Idle, false)]
    [InlineData(Preflight, FaultKind.Permanent, Idle, true)]
    [InlineData(Activating, FaultKind.Transient, RollingBack, false)]
    [InlineData(Activating, FaultKind.Permanent, RollingBack, true)]
    [InlineData(Probation, FaultKind.Transient, Probation, false)]
    [InlineData(Probation, FaultKind.Permanent, RollingBack, true)]
    [InlineData(Committed, FaultKind.Permanent, Idle, false)]
    [InlineData(RollingBack, FaultKind.Permanent, RollingBack, true)]
    [InlineData(Stopping, FaultKind.Transient, Stopping, false)]
    [InlineData(Stopping, FaultKind.Permanent, Stopping, false)]
    public void Error_in_a_phase_leads_where_the_table_says(
        DeploymentPhase phase, FaultKind kind, DeploymentPhase expected, bool bad)
    {
        var before = Sample.At(phase);
        var fault = new Fault(kind, "some-reason", "what", "cure");

        var after = DeploymentMachine.Next(before, Sample.Failed(before, fault));

        Assert.Equal(expected, after.Phase);
        Assert.Equal(bad, after.FindBad(Sample.Content("content 2")) is not null);
        Assert.Equal(phase == Committed ? 2 : 1, after.Current!.Number);
        if (phase is not (RollingBack or Stopping) && expected != Probation)
            Assert.Equal(fault, after.Fault);
    }

    [Theory]
    [InlineData(Idle, Idle, 0, 0)]
    [InlineData(Fetching, Idle, 1, 0)]
    [InlineData(Staging, Idle, 1, 0)]
    [InlineData(Preflight, Idle, 0, 1)]
    [InlineData(Activating, RollingBack, 0, 1)]
    [InlineData(Probation, Probation, 0, 0)]
    [InlineData(Committed, Committed, 0, 0)]
    [InlineData(RollingBack, RollingBack, 0, 0)]
    [InlineData(Stalled, Stalled, 0, 0)]
    [InlineData(Stopping, Stopping, 0, 0)]
    public void Killed_in_a_phase_leads_where_the_table_says(DeploymentPhase phase, DeploymentPhase expected, int cuts, int interruptions)
    {
        var before = Sample.At(phase);

        var after = DeploymentMachine.Next(before, new DeploymentEvent.Restarted());

        Assert.Equal(expected, after.Phase);
        Assert.Equal((cuts, interruptions), (after.Attempt?.Cuts ?? 0, after.Attempt?.Interruptions ?? 0));
        Assert.Equal(before.Bad.Count, after.Bad.Count);
    }

    [Fact]
    public void Killed_in_probation_keeps_what_it_has_soaked()
    {
        var state = Sample.At(Probation);
        state = DeploymentMachine.Next(state, Sample.Waiting(state, 6));

        state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());
        Assert.Equal((TimeSpan.FromSeconds(6), 1), (state.Soaked, state.Restarts));

        state = DeploymentMachine.Next(state, Sample.Healthy(state));
        Assert.Equal(Committed, state.Phase);
    }

    [Fact]
    public void Killed_too_often_in_probation_goes_back_and_marks_bad()
    {
        var state = Sample.Repeat(Sample.At(Probation), _ => new DeploymentEvent.Restarted(), DeploymentMachine.MaxRestarts);
        Assert.Equal(Probation, state.Phase);

        state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());

        Assert.Equal(RollingBack, state.Phase);
        Assert.Equal("restarted-too-often", Assert.Single(state.Bad).Fault.Reason);
        Assert.Contains("stable/2 was in Probation", state.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Killed_too_often_after_commit_stays_committed()
    {
        var state = Sample.Repeat(Sample.At(Committed), _ => new DeploymentEvent.Restarted(), DeploymentMachine.MaxRestarts);
        Assert.Equal(Committed, state.Phase);

        state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());

        Assert.Equal((Idle, 2L), (state.Phase, state.Current!.Number));
        Assert.Empty(state.Bad);
    }

    [Theory]
    [InlineData(Fetching, DeploymentMachine.MaxCuts)]
    [InlineData(Staging, DeploymentMachine.MaxCuts)]
    [InlineData(Preflight, DeploymentMachine.MaxInterruptions)]
    [InlineData(Activating, DeploymentMachine.MaxInterruptions)]
    public void Killed_again_and_again_before_the_switch_ends_with_the_content_marked_bad(DeploymentPhase phase, int allowed)
    {
        var state = Sample.Committed(1);
        for (var round = 0; round <= allowed; round++)
        {
            Assert.Null(state.FindBad(Sample.Content("content 2")));
            state = DeploymentMachine.Next(state, Sample.Chosen(2));
            while (state.Phase != phase)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());
            if (state.Phase == RollingBack)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        }

        Assert.Equal("restarted-too-often", state.FindBad(Sample.Content("content 2"))!.Fault.Reason);
        Assert.Equal("restarted-too-often", state.Fault!.Reason);
        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3, "content 2")));
    }

    [Fact]
    public void Trial_that_does_not_work_again_and_again_ends_with_the_content_marked_bad()
    {
        var state = Sample.Committed(1);
        for (var round = 0; round <= DeploymentMachine.MaxCuts; round++)
        {
            Assert.Empty(state.Bad);
            state = DeploymentMachine.Next(state, Sample.Chosen(2));
            while (state.Phase != Preflight)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));
        }

        Assert.Equal("artifact-unreachable", Assert.Single(state.Bad).Fault.Reason);
        Assert.Null(state.Shelved);
    }

    [Theory]
    [InlineData(Fetching)]
    [InlineData(Staging)]
    [InlineData(Preflight)]
    public void Content_that_was_given_up_is_taken_up_again_with_its_number(DeploymentPhase phase)
    {
        var before = Sample.At(phase);
        var given = DeploymentMachine.Next(before, Sample.Failed(before, Sample.Transient));
        Assert.Equal(2, given.Shelved!.Number);

        var again = DeploymentMachine.Next(given, Sample.Chosen(3, "content 2"));

        Assert.Equal((Fetching, 2L, 2L, Slot.B), (again.Phase, again.Target!.Number, again.LastNumber, again.Target.Slot));
        Assert.Equal("stable/3", again.Target.Release.ToString());
        Assert.Null(again.Shelved);
    }

    [Fact]
    public void Other_content_gets_a_number_of_its_own()
    {
        var before = Sample.At(Staging);
        var given = DeploymentMachine.Next(before, Sample.Failed(before, Sample.Transient));

        Assert.Equal(3, DeploymentMachine.Next(given, Sample.Chosen(3)).Target!.Number);
    }

    [Fact]
    public void Content_that_was_activated_once_gets_a_number_of_its_own()
    {
        var state = Sample.At(Activating);
        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));
        state = DeploymentMachine.Next(state, Sample.Succeeded(state));

        Assert.Equal(3, DeploymentMachine.Next(state, Sample.Chosen(2)).Target!.Number);
    }

    [Fact]
    public void Looks_that_fail_in_probation_go_back_only_when_they_do_not_end()
    {
        var state = Sample.Repeat(Sample.At(Probation), at => Sample.Failed(at, Sample.Transient), DeploymentMachine.MaxUnjudged);
        Assert.Equal((Probation, DeploymentMachine.MaxUnjudged), (state.Phase, state.Unjudged));

        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));

        Assert.Equal((RollingBack, "health-unknown"), (state.Phase, state.Fault!.Reason));
        Assert.Empty(state.Bad);
    }

    [Fact]
    public void Activation_that_fails_for_outside_reasons_again_and_again_ends_with_that_reason()
    {
        var state = Sample.Committed(1);
        for (var round = 0; round <= DeploymentMachine.MaxInterruptions; round++)
        {
            state = DeploymentMachine.Next(state, Sample.Chosen(2));
            while (state.Phase != Activating)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));
            Assert.Equal(RollingBack, state.Phase);
            state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        }

        var bad = Assert.Single(state.Bad);
        Assert.Equal((FaultKind.Permanent, "artifact-unreachable"), (bad.Fault.Kind, bad.Fault.Reason));
    }

    [Fact]
    public void Interruptions_of_another_content_start_from_none()
    {
        var state = DeploymentMachine.Next(Sample.Committed(1), Sample.Chosen(2));
        state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());
        state = DeploymentMachine.Next(state, Sample.Chosen(3));
        state = DeploymentMachine.Next(state, new DeploymentEvent.Restarted());

        Assert.Equal(new Attempt(Sample.Content("content 3"), 1, 0), state.Attempt);
    }

    [Fact]
    public void Newer_release_takes_over_while_fetching_with_a_number_of_its_own()
    {
        var state = DeploymentMachine.Next(Sample.At(Fetching), Sample.Chosen(3));

        Assert.Equal((Fetching, 3L, 3L), (state.Phase, state.Target!.Number, state.LastNumber));
        Assert.Equal("stable/3", state.Target.Release.ToString());
    }

    [Theory]
    [InlineData(Staging)]
    [InlineData(Preflight)]
    [InlineData(Activating)]
    [InlineData(Probation)]
    [InlineData(Committed)]
    [InlineData(RollingBack)]
    public void Newer_release_waits_for_the_end_of_what_is_under_way(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3)));
    }

    [Fact]
    public void Same_content_under_way_is_not_started_twice()
    {
        var state = Sample.At(Fetching);

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3, "content 2")));
    }

    [Fact]
    public void Failed_content_is_not_tried_again_under_another_release()
    {
        var state = Sample.At(Preflight);
        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Permanent));

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3, "content 2")));
        Assert.Equal(Fetching, DeploymentMachine.Next(state, Sample.Chosen(3)).Phase);
    }

    [Fact]
    public void Release_of_what_already_runs_only_changes_the_name()
    {
        var state = Sample.Committed(1);

        var renamed = DeploymentMachine.Next(state, Sample.Chosen(2, "content 1"));

        Assert.Equal((Idle, 1L, "stable/2"), (renamed.Phase, renamed.Current!.Number, renamed.Current.Release.ToString()));
        Assert.Same(renamed, DeploymentMachine.Next(renamed, Sample.Chosen(2, "content 1")));
    }

    [Fact]
    public void Release_that_returns_to_what_runs_ends_a_download()
    {
        var state = DeploymentMachine.Next(Sample.At(Fetching), Sample.Chosen(3, "content 1"));

        Assert.Equal((Idle, "stable/3"), (state.Phase, state.Current!.Release.ToString()));
        Assert.Null(state.Target);
    }

    [Fact]
    public void Unhealthy_goes_back_with_the_finding_and_marks_bad()
    {
        var before = Sample.At(Probation);

        var after = DeploymentMachine.Next(before, Sample.Unhealthy(before));

        Assert.Equal(RollingBack, after.Phase);
        Assert.Equal((FaultKind.Permanent, "bad-outputs"), (after.Fault!.Kind, after.Fault.Reason));
        Assert.Equal("Release stable/2 was found unhealthy in probation: NaN in 3 of 10 answers.", after.Fault.Message);
        Assert.Contains("make a new release", after.Fault.Cure, StringComparison.Ordinal);
        Assert.Equal("bad-outputs", after.FindBad(Sample.Content("content 2"))!.Fault.Reason);
        Assert.Equal(Sample.Release(2), after.Bad[0].Release);
    }

    [Fact]
    public void Unhealthy_for_outside_reasons_goes_back_and_is_only_counted()
    {
        var before = Sample.At(Probation);
        var verdict = Sample.Verdict(2, HealthOutcome.Unhealthy, "not-ready", "the server was away") with { IsReleasesFault = false };

        var after = DeploymentMachine.Next(before, new DeploymentEvent.Probed(verdict, TimeSpan.Zero));

        Assert.Equal((RollingBack, FaultKind.Transient), (after.Phase, after.Fault!.Kind));
        Assert.Contains("outside the release", after.Fault.Cure, StringComparison.Ordinal);
        Assert.Empty(after.Bad);
        Assert.Equal(1, after.Attempt!.Interruptions);
    }

    [Fact]
    public void Unjudged_looks_do_not_soak_and_too_many_go_back_without_marking_bad()
    {
        var state = Sample.Repeat(Sample.At(Probation), Sample.Unjudged, DeploymentMachine.MaxUnjudged);
        Assert.Equal((Probation, TimeSpan.Zero, DeploymentMachine.MaxUnjudged), (state.Phase, state.Soaked, state.Unjudged));
        Assert.Equal(0, DeploymentMachine.Next(state, Sample.Waiting(state, 1)).Unjudged);

        state = DeploymentMachine.Next(state, Sample.Unjudged(state));

        Assert.Equal((RollingBack, "health-unknown"), (state.Phase, state.Fault!.Reason));
        Assert.Contains("30 looks in a row: the server does not answer.", state.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(state.Bad);
        Assert.Equal(1, state.Attempt!.Interruptions);
    }

    [Fact]
    public void Going_back_that_keeps_failing_stalls_with_the_reason()
    {
        var state = Sample.Repeat(
            Sample.At(RollingBack), at => Sample.Failed(at, Sample.Transient), DeploymentMachine.MaxRollbackAttempts - 1);
        Assert.Equal(RollingBack, state.Phase);

        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));

        Assert.Equal((Stalled, "artifact-unreachable"), (state.Phase, state.Fault!.Reason));
        Assert.Null(state.Target);
        Assert.Equal(1, state.Current!.Number);
    }

    [Fact]
    public void Killed_too_often_while_going_back_stalls_with_the_cause_of_going_back()
    {
        var state = Sample.Repeat(
            Sample.At(RollingBack), _ => new DeploymentEvent.Restarted(), DeploymentMachine.MaxRollbackAttempts);

        Assert.Equal((Stalled, "bad-outputs"), (state.Phase, state.Fault!.Reason));
    }

    [Fact]
    public void Stalled_device_that_serves_again_is_idle()
    {
        var stalled = Sample.At(Stalled);

        Assert.Equal(Idle, DeploymentMachine.Next(stalled, new DeploymentEvent.Restored(1)).Phase);
        Assert.Same(stalled, DeploymentMachine.Next(stalled, new DeploymentEvent.Restored(2)));
        var probation = Sample.At(Probation);
        Assert.Same(probation, DeploymentMachine.Next(probation, new DeploymentEvent.Restored(1)));
    }

    [Fact]
    public void Stalled_device_does_not_begin_again_with_what_it_stalled_on()
    {
        var state = Sample.At(Activating);
        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));
        state = Sample.Repeat(state, at => Sample.Failed(at, Sample.Transient), DeploymentMachine.MaxRollbackAttempts);
        Assert.Equal(Stalled, state.Phase);

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3, "content 2")));
        Assert.Equal(Fetching, DeploymentMachine.Next(state, Sample.Chosen(3)).Phase);
    }

    [Fact]
    public void Stalled_device_takes_a_newer_release()
    {
        var state = DeploymentMachine.Next(Sample.At(Stalled), Sample.Chosen(3));

        Assert.Equal((Fetching, Slot.B), (state.Phase, state.Target!.Slot));
    }

    [Theory]
    [InlineData(Fetching)]
    [InlineData(Probation)]
    [InlineData(Committed)]
    [InlineData(RollingBack)]
    public void Event_for_another_generation_changes_nothing(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.Succeeded(99)));
        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.Failed(99, Sample.Permanent)));
        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.Probed(Sample.Verdict(99, HealthOutcome.Healthy), TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(Staging)]
    [InlineData(Activating)]
    [InlineData(RollingBack)]
    public void Verdict_outside_probation_changes_nothing(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Healthy(state)));
        Assert.Same(state, DeploymentMachine.Next(state, Sample.Unhealthy(state)));
    }

    [Fact]
    public void Success_in_probation_changes_nothing()
    {
        var state = Sample.At(Probation);

        Assert.Same(state, DeploymentMachine.Next(state, Sample.Succeeded(state)));
    }

    [Fact]
    public void Remembered_failures_are_bounded_and_the_newest_stay()
    {
        var state = Sample.Committed(1);
        for (var counter = 2; counter < 2 + DeploymentMachine.RememberedBad + 3; counter++)
        {
            state = DeploymentMachine.Next(state, Sample.Chosen(counter));
            while (state.Phase != Preflight)
                state = DeploymentMachine.Next(state, Sample.Succeeded(state));
            state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Permanent));
        }

        Assert.Equal(DeploymentMachine.RememberedBad, state.Bad.Count);
        Assert.Null(state.FindBad(Sample.Content("content 4")));
        Assert.NotNull(state.FindBad(Sample.Content("content 5")));
    }

    [Fact]
    public void First_install_that_fails_goes_back_to_nothing()
    {
        var state = DeploymentMachine.Next(new DeploymentState(), Sample.Chosen(1));
        Assert.Equal(Slot.A, state.Target!.Slot);
        while (state.Phase != Probation)
            state = DeploymentMachine.Next(state, Sample.Succeeded(state));

        state = DeploymentMachine.Next(state, Sample.Unhealthy(state));

        var back = Assert.IsType<DeploymentEffect.RollBack>(DeploymentMachine.EffectOf(state));
        Assert.Null(back.Current);
    }

    [Fact]
    public void Transaction_names_generation_and_content()
    {
        var target = Sample.At(Staging).Target!;

        Assert.Equal($"2-{Sample.Content("content 2").Hex[..8]}", target.Transaction);
    }

    [Theory]
    [InlineData(1, "stable/7")]
    [InlineData(3, "stable/3.7")]
    public void Release_name_shows_the_epoch_after_the_first(long epoch, string expected) =>
        Assert.Equal(expected, new ReleaseName("stable", epoch, 7, default).ToString());

    [Fact]
    public void Recalled_generation_is_stopped_and_a_newer_release_begins_as_on_a_new_device()
    {
        var state = Sample.At(Stopping);
        Assert.Equal((1L, Sample.Recall), (Assert.IsType<DeploymentEffect.StopServing>(DeploymentMachine.EffectOf(state)).Current.Number, state.Fault));
        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(2)));

        state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        Assert.Equal((Idle, null, Sample.Release(1)), (state.Phase, state.Current, state.Stopped!.Release));

        state = DeploymentMachine.Next(state, Sample.Chosen(2));
        Assert.Equal((Fetching, 2L, Slot.B, 1L), (state.Phase, state.Target!.Number, state.Target.Slot, state.Stopped!.Number));
        while (state.Phase != Probation)
            state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        state = DeploymentMachine.Next(state, Sample.Healthy(state));
        Assert.Equal((Committed, 2L, null), (state.Phase, state.Current!.Number, state.Stopped));
    }

    [Fact]
    public void Release_that_fails_after_a_stop_leaves_the_device_stopped()
    {
        var stopped = Sample.At(Stopping);
        var state = DeploymentMachine.Next(DeploymentMachine.Next(stopped, Sample.Succeeded(stopped)), Sample.Chosen(2));
        while (state.Phase != Probation)
            state = DeploymentMachine.Next(state, Sample.Succeeded(state));

        state = DeploymentMachine.Next(state, Sample.Unhealthy(state));
        Assert.Null(Assert.IsType<DeploymentEffect.RollBack>(DeploymentMachine.EffectOf(state)).Current);
        state = DeploymentMachine.Next(state, Sample.Succeeded(state));

        Assert.Equal((Idle, null, Sample.Release(1)), (state.Phase, state.Current, state.Stopped!.Release));
    }

    [Fact]
    public void Lifted_recall_brings_the_same_content_back_as_a_new_generation()
    {
        var stopped = Sample.At(Stopping);

        var state = DeploymentMachine.Next(DeploymentMachine.Next(stopped, Sample.Succeeded(stopped)), Sample.Chosen(1));

        Assert.Equal((Fetching, 2L, Sample.Content("content 1")), (state.Phase, state.Target!.Number, state.Target.Content));
    }

    [Theory]
    [InlineData(Fetching)]
    [InlineData(Staging)]
    [InlineData(Preflight)]
    [InlineData(Activating)]
    [InlineData(Probation)]
    [InlineData(Committed)]
    [InlineData(RollingBack)]
    [InlineData(Stopping)]
    public void Recall_waits_for_what_is_under_way(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.Recalled(state.Current!.Number, Sample.Recall)));
    }

    [Theory]
    [InlineData(Idle)]
    [InlineData(Stalled)]
    public void Recall_of_another_generation_stops_nothing(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.Recalled(2, Sample.Recall)));
        Assert.Equal(Stopping, DeploymentMachine.Next(state, new DeploymentEvent.Recalled(1, Sample.Recall)).Phase);
    }

    [Fact]
    public void Stop_that_fails_too_often_needs_a_person_and_is_tried_again_at_the_next_look()
    {
        var state = Sample.Repeat(Sample.At(Stopping), at => Sample.Failed(at, Sample.Transient), DeploymentMachine.MaxRollbackAttempts - 1);
        Assert.Equal(Stopping, state.Phase);

        state = DeploymentMachine.Next(state, Sample.Failed(state, Sample.Transient));

        Assert.Equal((Stalled, 1L, Sample.Transient), (state.Phase, state.Current!.Number, state.Fault));
        Assert.Equal(Stopping, DeploymentMachine.Next(state, new DeploymentEvent.Recalled(1, Sample.Recall)).Phase);
        Assert.Equal(Fetching, DeploymentMachine.Next(state, Sample.Chosen(3)).Phase);
    }

    [Fact]
    public void Release_that_means_the_same_brings_its_own_word_on_recalls()
    {
        var state = Sample.At(Idle);
        var again = new DeploymentEvent.ReleaseChosen(Sample.Release(2), Sample.Desired("content 1") with { WhenRecalled = GitEdge.Core.Manifests.RecallRule.Stop });

        Assert.Equal(GitEdge.Core.Manifests.RecallRule.Stop, DeploymentMachine.Next(state, again).Current!.Desired.WhenRecalled);
    }

    [Fact]
    public void Operator_takes_back_what_is_in_probation_and_it_is_not_begun_again()
    {
        var state = Sample.At(Probation);

        state = DeploymentMachine.Next(state, new DeploymentEvent.RollbackAsked(state.Target!.Number));

        Assert.Equal((RollingBack, DeploymentReason.AskedByOperator), (state.Phase, state.Fault!.Reason));
        state = DeploymentMachine.Next(state, Sample.Succeeded(state));
        Assert.Equal((Idle, 1L), (state.Phase, state.Current!.Number));
        Assert.Same(state, DeploymentMachine.Next(state, Sample.Chosen(3, "content 2")));
        Assert.Equal(Fetching, DeploymentMachine.Next(state, Sample.Chosen(3)).Phase);
    }

    [Theory]
    [InlineData(Idle)]
    [InlineData(Fetching)]
    [InlineData(Staging)]
    [InlineData(Preflight)]
    [InlineData(Activating)]
    [InlineData(Committed)]
    [InlineData(RollingBack)]
    [InlineData(Stalled)]
    public void Operator_who_asks_to_go_back_outside_of_probation_changes_nothing(DeploymentPhase phase)
    {
        var state = Sample.At(phase);

        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.RollbackAsked((state.Target ?? state.Current)!.Number)));
    }

    [Fact]
    public void Operator_who_asks_for_a_generation_that_is_decided_changes_nothing()
    {
        var state = Sample.At(Probation);

        Assert.Same(state, DeploymentMachine.Next(state, new DeploymentEvent.RollbackAsked(state.Target!.Number - 1)));
    }
}
