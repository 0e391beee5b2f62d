using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tuning;

/// <summary>
/// What is done, in which order, so that the machine comes out with all of the old tuning or all of the new one wherever it
/// is cut off: an intention is kept before its acts and the result after them.
/// </summary>
/// <remarks>
/// <code>
/// nothing    apply    → Applying, turn the knobs, Waiting
/// Waiting    wait     → Waiting, with another deadline
/// Waiting    confirm  → Confirmed
/// Confirmed  commit   → Committing, turn the knobs, publish the drop-ins, committed
/// any        revert   → Reverting, put the knobs back, publish the drop-ins of before, nothing
///
/// recover, the same boot:  Applying → revert   Waiting → go on, revert at the deadline   Confirmed → go on
/// recover, another boot:   all three → revert, of what outlived the boot
/// recover, either:         Committing → commit   Reverting → revert
/// </code>
/// </remarks>
public static class TuningScript
{
    /// <summary>How long a tuning waits for its confirmation: as the release says, or a minute.</summary>
    public static TimeSpan TimeToConfirm(TuningSpec? desired) => desired?.ConfirmWithin ?? TimeSpan.FromMinutes(1);

    /// <summary>Carries out a plan without refusals, when nothing is under way.</summary>
    public static IReadOnlyList<TuningAct> Apply(TuningRecord record, TuningPlan plan, long generation, BootMoment deadline)
    {
        var pending = new PendingTuning
        {
            Generation = generation,
            Phase = TuningPhase.Applying,
            Changes = plan.Changes,
            Settings = plan.Settings,
            Deadline = deadline,
        };
        return
        [
            new TuningAct.Keep(record with { Pending = pending }),
            .. plan.Changes.Select(change => new TuningAct.Turn(change.Knob, change.To)),
            new TuningAct.Keep(record with { Pending = pending with { Phase = TuningPhase.Waiting } }),
        ];
    }

    /// <summary>Gives what waits another deadline.</summary>
    public static IReadOnlyList<TuningAct> Wait(TuningRecord record, BootMoment deadline) =>
        [new TuningAct.Keep(record with { Pending = record.Pending! with { Deadline = deadline } })];

    /// <summary>Keeps what is written until the commit.</summary>
    public static IReadOnlyList<TuningAct> Confirm(TuningRecord record) =>
        [new TuningAct.Keep(record with { Pending = record.Pending! with { Phase = TuningPhase.Confirmed } })];

    /// <summary>Makes what is under way last.</summary>
    public static IReadOnlyList<TuningAct> Commit(TuningRecord record)
    {
        var pending = record.Pending!;
        var held = pending.Settings.Select(setting => setting.Knob).ToHashSet();
        return
        [
            new TuningAct.Keep(record with { Pending = pending with { Phase = TuningPhase.Committing } }),
            .. pending.Changes.Where(change => !held.Contains(change.Knob)).Select(change => new TuningAct.PutBack(change.Knob, change.To, change.From)),
            .. pending.Settings.Select(setting => new TuningAct.Turn(setting.Knob, setting.Value)),
            new TuningAct.Publish(DropIns.Of(pending.Settings)),
            new TuningAct.Keep(record with { Committed = pending.Generation, Settings = pending.Settings, Pending = null, Reverted = null, Repairs = [] }),
        ];
    }

    /// <summary>Puts back what is under way; nothing when nothing is.</summary>
    /// <param name="record">What is remembered.</param>
    /// <param name="now">The moment: what a boot has put back already is left alone.</param>
    /// <param name="reason">Why.</param>
    public static IReadOnlyList<TuningAct> Revert(TuningRecord record, BootMoment now, string reason)
    {
        if (record.Pending is not { } pending)
            return [];
        var why = pending.Reason ?? reason;
        var isSameBoot = pending.Deadline.Boot == now.Boot;
        return
        [
            new TuningAct.Keep(record with { Pending = pending with { Phase = TuningPhase.Reverting, Reason = why } }),
            .. pending.Changes.Select(change => new TuningAct.PutBack(change.Knob, change.From, isSameBoot ? null : change.To)),
            new TuningAct.Publish(DropIns.Of(record.Settings)),
            new TuningAct.Keep(record with { Pending = null, Reverted = new RevertedTuning(pending.Generation, why) }),
        ];
    }

    /// <summary>What is to be done when the process begins, or when time has passed.</summary>
    public static IReadOnlyList<TuningAct> Recover(TuningRecord record, BootMoment now) => record.Pending switch
    {
        null => [],
        { Phase: TuningPhase.Committing } => Commit(record),
        { Phase: TuningPhase.Reverting } => Revert(record, now, TuningReason.Interrupted),
        { } pending when pending.Deadline.Boot != now.Boot => Revert(record, now, TuningReason.Restarted),
        { Phase: TuningPhase.Confirmed } => [],
        { Phase: TuningPhase.Waiting } when DueIn(record, now) > TimeSpan.Zero => [],
        { Phase: TuningPhase.Waiting } => Revert(record, now, TuningReason.NotConfirmed),
        _ => Revert(record, now, TuningReason.Interrupted),
    };

    /// <summary>Time until <see cref="Recover"/> has to be called; null when it has not.</summary>
    public static TimeSpan? DueIn(TuningRecord record, BootMoment now)
    {
        if (record.Pending is not { } pending || pending.Phase == TuningPhase.Confirmed)
            return null;
        var left = pending.Phase == TuningPhase.Waiting ? now.Until(pending.Deadline) ?? TimeSpan.Zero : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
