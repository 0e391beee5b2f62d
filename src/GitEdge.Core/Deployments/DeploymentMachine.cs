using System.Globalization;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Deployments;

/// <summary>
/// The deployment machine: what follows from an event, and what is to be done in a state. Pure and total.
/// </summary>
/// <remarks>
/// <code>
///                ReleaseChosen     Succeeded     Failed, not its fault   Failed, Permanent     Restarted          too often
/// Idle           Fetching          -             -                       -                     Idle               -
/// Fetching       Fetching (newer)  Staging       Idle                    Idle                  Idle, cut          Idle, bad
/// Staging        -                 Preflight     Idle                    Idle                  Idle, cut          Idle, bad
/// Preflight      -                 Activating    Idle, cut               Idle, bad             Idle, interrupted  Idle, bad
/// Activating     -                 Probation     RollingBack, interr.    RollingBack, bad      RollingBack, int.  RollingBack, bad
/// Probation      -                 -             Probation, unjudged     RollingBack, bad      Probation          RollingBack, bad
/// Committed      -                 Idle          Idle                    Idle                  Committed          Idle
/// RollingBack    -                 Idle          RollingBack             RollingBack           RollingBack        Stalled
/// Stalled        Fetching (other)  -             -                       -                     Stalled            -
/// Stopping       -                 Idle, stopped Stopping                Stopping              Stopping           Stalled
/// </code>
/// Recalled leads from Idle and Stalled to Stopping, and after it nothing is current: whatever comes next begins as on a new device.
/// In Probation, Probed(Waiting) adds to the soak, Probed(Healthy) commits, Probed(Unhealthy) goes back and, when the
/// release is to blame, marks bad; RollbackAsked goes back and marks bad, so that the next pass does not begin it again, and
/// changes nothing in any other phase. Restored leaves Stalled for Idle. "cut" and "interrupted" are counted for each content;
/// after <see cref="MaxCuts"/> or <see cref="MaxInterruptions"/> it counts as bad itself. An event for another generation
/// than the one under way changes nothing.
/// </remarks>
public static class DeploymentMachine
{
    /// <summary>How often the agent may restart within one phase before the phase counts as failed.</summary>
    public const int MaxRestarts = 5;

    /// <summary>How often one content may be cut short, once it has run here, before it is marked bad.</summary>
    public const int MaxInterruptions = 5;

    /// <summary>
    /// How often one content may be cut short before anything of it has run. Many more: a device that is switched off
    /// every evening must be able to finish a long download, and one whose agent dies of a release must not for ever.
    /// </summary>
    public const int MaxCuts = 50;

    /// <summary>How often going back, or stopping, is tried before a person is needed.</summary>
    public const int MaxRollbackAttempts = 5;

    /// <summary>How many probation samples in a row may go unjudged.</summary>
    public const int MaxUnjudged = 30;

    /// <summary>How many failed contents are remembered.</summary>
    public const int RememberedBad = 64;

    /// <summary>The state that follows; the very same instance when the event changes nothing.</summary>
    public static DeploymentState Next(DeploymentState state, DeploymentEvent happened) => happened switch
    {
        DeploymentEvent.ReleaseChosen chosen => Choose(state, chosen),
        DeploymentEvent.Succeeded done when Concerns(state, done.Generation) => Succeed(state),
        DeploymentEvent.Failed failed when Concerns(state, failed.Generation) => Fail(state, failed.Fault),
        DeploymentEvent.Probed probed when Concerns(state, probed.Verdict.Generation) => Probe(state, probed),
        DeploymentEvent.RollbackAsked asked when state is { Phase: DeploymentPhase.Probation, Target: { } target } && target.Number == asked.Generation =>
            GoBack(state, Asked(target)),
        DeploymentEvent.Restored restored when state.Phase == DeploymentPhase.Stalled && state.Current?.Number == restored.Generation =>
            Enter(state, DeploymentPhase.Idle),
        DeploymentEvent.Recalled recalled when state.Phase is DeploymentPhase.Idle or DeploymentPhase.Stalled && state.Current?.Number == recalled.Generation =>
            Enter(state, DeploymentPhase.Stopping) with { Fault = recalled.Fault },
        DeploymentEvent.Restarted => Restart(state),
        _ => state,
    };

    /// <summary>What is to be done in <paramref name="state"/>.</summary>
    public static DeploymentEffect EffectOf(DeploymentState state) => (state.Phase, state.Target, state.Current) switch
    {
        (DeploymentPhase.Fetching, { } target, _) => new DeploymentEffect.Fetch(target),
        (DeploymentPhase.Staging, { } target, var current) => new DeploymentEffect.Stage(target, current),
        (DeploymentPhase.Preflight, { } target, var current) => new DeploymentEffect.Preflight(target, current),
        (DeploymentPhase.Activating, { } target, _) => new DeploymentEffect.Activate(target),
        (DeploymentPhase.Probation, { } target, _) => new DeploymentEffect.Probe(target),
        (DeploymentPhase.Committed, _, { } current) => new DeploymentEffect.Tidy(current),
        (DeploymentPhase.RollingBack, { } target, var current) => new DeploymentEffect.RollBack(target, current),
        (DeploymentPhase.Stopping, _, { } current) => new DeploymentEffect.StopServing(current),
        _ => new DeploymentEffect.Wait(),
    };

    private static bool Concerns(DeploymentState state, long generation) => state.Phase is DeploymentPhase.Committed or DeploymentPhase.Stopping
        ? state.Current?.Number == generation
        : state.Target?.Number == generation;

    private static DeploymentState Choose(DeploymentState state, DeploymentEvent.ReleaseChosen chosen)
    {
        if (state.Phase is not (DeploymentPhase.Idle or DeploymentPhase.Stalled or DeploymentPhase.Fetching))
            return state;
        var content = chosen.Desired.Content;
        if (state.Target?.Content == content || state.FindBad(content) is not null)
            return state;
        if (state.Current is { } current && current.Content == content)
            return Adopt(state, current, chosen);
        if (state.Phase == DeploymentPhase.Stalled && state.Attempt?.Content == content)
            return state;
        var target = Resume(state, chosen) ?? Begin(state, chosen);
        return Enter(state, DeploymentPhase.Fetching) with
        {
            Target = target,
            LastNumber = Math.Max(state.LastNumber, target.Number),
            Shelved = null,
        };
    }

    /// <summary>The generation that was given up, when this is its content and its slot is still the inactive one.</summary>
    private static Generation? Resume(DeploymentState state, DeploymentEvent.ReleaseChosen chosen) =>
        state.Shelved is { } shelved && shelved.Content == chosen.Desired.Content && shelved.Slot == InactiveSlot(state)
            ? shelved with { Release = chosen.Release, Desired = chosen.Desired }
            : null;

    private static Generation Begin(DeploymentState state, DeploymentEvent.ReleaseChosen chosen) => new()
    {
        Number = state.LastNumber + 1,
        Slot = InactiveSlot(state),
        Release = chosen.Release,
        Desired = chosen.Desired,
    };

    private static Slot InactiveSlot(DeploymentState state) => (state.Current ?? state.Stopped)?.Slot.Other() ?? Slot.A;

    /// <summary>A release that means what already runs: only its name is new, and what it says besides.</summary>
    private static DeploymentState Adopt(DeploymentState state, Generation current, DeploymentEvent.ReleaseChosen chosen)
    {
        if (state.Phase == DeploymentPhase.Idle && current.Release == chosen.Release)
            return state;
        return Enter(state, DeploymentPhase.Idle) with
        {
            Current = current with { Release = chosen.Release, Desired = chosen.Desired },
            Target = null,
            Fault = null,
        };
    }

    private static DeploymentState Succeed(DeploymentState state) => state.Phase switch
    {
        DeploymentPhase.Fetching => Enter(state, DeploymentPhase.Staging),
        DeploymentPhase.Staging => Enter(state, DeploymentPhase.Preflight),
        DeploymentPhase.Preflight => Enter(state, DeploymentPhase.Activating),
        DeploymentPhase.Activating => Enter(state, DeploymentPhase.Probation),
        DeploymentPhase.Committed => Enter(state, DeploymentPhase.Idle),
        DeploymentPhase.RollingBack => Enter(state, DeploymentPhase.Idle) with { Target = null },
        DeploymentPhase.Stopping => Enter(state, DeploymentPhase.Idle) with { Current = null, Stopped = state.Current },
        _ => state,
    };

    private static DeploymentState Fail(DeploymentState state, Fault fault) => state.Phase switch
    {
        DeploymentPhase.Fetching or DeploymentPhase.Staging => GiveUp(state, fault),
        DeploymentPhase.Preflight when fault.Kind == FaultKind.Permanent => GiveUp(MarkBad(state, fault), fault),
        DeploymentPhase.Preflight => GiveUp(Cut(state, fault), fault),
        DeploymentPhase.Activating => GoBack(state, fault),
        DeploymentPhase.Probation when fault.Kind == FaultKind.Permanent => GoBack(state, fault),
        DeploymentPhase.Probation when state.Target is { } target => Unjudge(state, target, fault.Message),
        DeploymentPhase.Committed => Enter(state, DeploymentPhase.Idle) with { Fault = fault },
        DeploymentPhase.RollingBack or DeploymentPhase.Stopping => TryAgain(state, fault),
        _ => state,
    };

    private static DeploymentState Probe(DeploymentState state, DeploymentEvent.Probed probed)
    {
        if (state is not { Phase: DeploymentPhase.Probation, Target: { } target })
            return state;
        return probed.Verdict.Outcome switch
        {
            HealthOutcome.Healthy => Commit(state, target),
            HealthOutcome.Waiting => state with { Soaked = state.Soaked + probed.Elapsed, Unjudged = 0 },
            HealthOutcome.Unhealthy => GoBack(state, Unhealthy(target, probed.Verdict)),
            _ => Unjudge(state, target, probed.Verdict.Text),
        };
    }

    private static DeploymentState Unjudge(DeploymentState state, Generation target, string why) =>
        state.Unjudged >= MaxUnjudged
            ? GoBack(state, Unjudgeable(target, why))
            : state with { Unjudged = state.Unjudged + 1 };

    private static DeploymentState Commit(DeploymentState state, Generation target) =>
        Enter(state, DeploymentPhase.Committed) with { Current = target, Target = null, Attempt = null, Shelved = null, Stopped = null, Fault = null };

    private static DeploymentState Restart(DeploymentState state) => state.Phase switch
    {
        DeploymentPhase.Fetching or DeploymentPhase.Staging => GiveUp(Cut(state, RestartedTooOften(state)), fault: null),
        DeploymentPhase.Preflight => GiveUp(Interrupt(state, RestartedTooOften(state)), fault: null),
        DeploymentPhase.Activating => Enter(Interrupt(state, RestartedTooOften(state)), DeploymentPhase.RollingBack),
        DeploymentPhase.Probation when state.Restarts >= MaxRestarts => GoBack(state, RestartedTooOften(state)),
        DeploymentPhase.Committed when state.Restarts >= MaxRestarts => Enter(state, DeploymentPhase.Idle),
        DeploymentPhase.Probation or DeploymentPhase.Committed => state with { Restarts = state.Restarts + 1 },
        DeploymentPhase.RollingBack or DeploymentPhase.Stopping => TryAgain(state, state.Fault ?? RestartedTooOften(state)),
        _ => state,
    };

    private static DeploymentState Enter(DeploymentState state, DeploymentPhase phase) => state with
    {
        Phase = phase,
        Restarts = 0,
        RollbackAttempts = 0,
        Soaked = TimeSpan.Zero,
        Unjudged = 0,
    };

    /// <summary>Nothing that serves was touched yet: back to Idle.</summary>
    private static DeploymentState GiveUp(DeploymentState state, Fault? fault) =>
        Enter(state, DeploymentPhase.Idle) with
        {
            Target = null,
            Shelved = state.Target is { } target && state.FindBad(target.Content) is null ? target : null,
            Fault = fault ?? state.Fault,
        };

    private static DeploymentState GoBack(DeploymentState state, Fault fault)
    {
        var remembered = fault.Kind == FaultKind.Permanent ? MarkBad(state, fault) : Interrupt(state, fault);
        return Enter(remembered, DeploymentPhase.RollingBack) with { Fault = fault };
    }

    private static DeploymentState TryAgain(DeploymentState state, Fault fault)
    {
        var attempts = state.RollbackAttempts + 1;
        return attempts < MaxRollbackAttempts
            ? state with { RollbackAttempts = attempts }
            : Enter(state, DeploymentPhase.Stalled) with { Target = null, Fault = fault };
    }

    /// <summary>Counts an interruption of the target's content after it has run; too many are its own fault.</summary>
    private static DeploymentState Interrupt(DeploymentState state, Fault fault) => Count(state, fault, cuts: 0, interruptions: 1);

    /// <summary>Counts an interruption before anything of it has run; far too many are its own fault.</summary>
    private static DeploymentState Cut(DeploymentState state, Fault fault) => Count(state, fault, cuts: 1, interruptions: 0);

    private static DeploymentState Count(DeploymentState state, Fault fault, int cuts, int interruptions)
    {
        if (state.Target is not { } target)
            return state;
        var before = state.Attempt is { } last && last.Content == target.Content ? last : new Attempt(target.Content, 0, 0);
        var after = before with { Cuts = before.Cuts + cuts, Interruptions = before.Interruptions + interruptions };
        var counted = state with { Attempt = after };
        return after.Cuts > MaxCuts || after.Interruptions > MaxInterruptions
            ? MarkBad(counted, fault with { Kind = FaultKind.Permanent })
            : counted;
    }

    private static DeploymentState MarkBad(DeploymentState state, Fault fault)
    {
        if (state.Target is not { } target || state.FindBad(target.Content) is not null)
            return state;
        var bad = state.Bad.Append(new BadContent(target.Content, target.Release, fault)).TakeLast(RememberedBad);
        return state with { Bad = [.. bad], Attempt = null, Fault = fault };
    }

    private static Fault Asked(Generation target) => new(
        FaultKind.Permanent,
        DeploymentReason.AskedByOperator,
        $"Release {target.Release} was taken back while it was in probation, asked by an operator.",
        "This content is not tried again on this device; make a release with changed content.");

    private static Fault RestartedTooOften(DeploymentState state) => new(
        FaultKind.Permanent,
        DeploymentReason.RestartedTooOften,
        string.Create(CultureInfo.InvariantCulture,
            $"The agent was restarted too often while release {state.Target?.Release} was in {state.Phase}."),
        "Look for crashes or power cuts in the journal of the device; publish the release again with changed content.");

    private static Fault Unhealthy(Generation target, HealthVerdict verdict) => new(
        verdict.IsReleasesFault ? FaultKind.Permanent : FaultKind.Transient,
        verdict.Reason,
        $"Release {target.Release} was found unhealthy in probation: {verdict.Text}.",
        verdict.IsReleasesFault
            ? "Correct the model, or the bound in the profile if the bound is wrong, and make a new release."
            : "The cause may lie outside the release: look at the device; it is tried again a few times.");

    private static Fault Unjudgeable(Generation target, string why) => new(
        FaultKind.Transient,
        DeploymentReason.HealthUnknown,
        string.Create(CultureInfo.InvariantCulture,
            $"Release {target.Release} could not be judged in {MaxUnjudged} looks in a row: {why}."),
        "See that gitedge-inference runs and its admin socket can be reached.");
}
