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
/// What a daemon or unit that does not answer would have to put back keeps nothing else from going back: it is left for later
/// (<see cref="TuningRecord.Left"/>), when <see cref="PutLeftBack"/> does it.
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
    /// <param name="record">What is remembered.</param>
    /// <param name="away">The knobs that nobody answers for now; null for none.</param>
    public static IReadOnlyList<TuningAct> Commit(TuningRecord record, IReadOnlyCollection<Knob>? away = null)
    {
        var pending = record.Pending!;
        var held = pending.Settings.Select(setting => setting.Knob).ToHashSet();
        var given = pending.Changes.Where(change => !held.Contains(change.Knob)).ToList();
        var left = given.Where(change => away?.Contains(change.Knob) is true).ToList();
        return
        [
            new TuningAct.Keep(record with { Pending = pending with { Phase = TuningPhase.Committing } }),
            .. given.Except(left).Select(change => new TuningAct.PutBack(change.Knob, change.To, change.From)),
            .. pending.Settings.Select(setting => new TuningAct.Turn(setting.Knob, setting.Value)),
            new TuningAct.Publish(DropIns.Of(pending.Settings)),
            new TuningAct.Keep(record with
            {
                Committed = pending.Generation,
                Settings = pending.Settings,
                Pending = null,
                Reverted = null,
                Repairs = [],
                // What it gives back goes the other way: from what it was set to.
                Left = Some([.. (record.Left ?? []).Where(one => !left.Any(change => change.Knob == one.Knob)), .. left.Select(change => new TuningChange(change.Knob, change.To, change.From))]),
            }),
        ];
    }

    /// <summary>Puts back what is under way; nothing when nothing is.</summary>
    /// <param name="record">What is remembered.</param>
    /// <param name="now">The moment: what a boot has put back already is left alone.</param>
    /// <param name="reason">Why.</param>
    /// <param name="away">The knobs that nobody answers for now; null for none.</param>
    public static IReadOnlyList<TuningAct> Revert(TuningRecord record, BootMoment now, string reason, IReadOnlyCollection<Knob>? away = null)
    {
        if (record.Pending is not { } pending)
            return [];
        var why = pending.Reason ?? reason;
        var isSameBoot = pending.Deadline.Boot == now.Boot;
        var left = pending.Changes.Where(change => away?.Contains(change.Knob) is true).ToList();
        return
        [
            new TuningAct.Keep(record with { Pending = pending with { Phase = TuningPhase.Reverting, Reason = why } }),
            .. pending.Changes.Except(left).Select(change => new TuningAct.PutBack(change.Knob, change.From, isSameBoot ? null : change.To)),
            new TuningAct.Publish(DropIns.Of(record.Settings)),
            new TuningAct.Keep(record with
            {
                Pending = null,
                Reverted = new RevertedTuning(pending.Generation, why),
                Left = Some([.. (record.Left ?? []).Where(one => !pending.Changes.Any(change => change.Knob == one.Knob)), .. left]),
            }),
        ];
    }

    /// <summary>Puts back what was left; what a generation holds by now is put right as drift. Nothing when nobody answers still.</summary>
    /// <param name="record">What is remembered.</param>
    /// <param name="away">The knobs that nobody answers for now.</param>
    public static IReadOnlyList<TuningAct> PutLeftBack(TuningRecord record, IReadOnlyCollection<Knob> away)
    {
        var held = record.Settings.Concat(record.Pending?.Settings ?? []).Select(setting => setting.Knob).ToHashSet();
        var open = (record.Left ?? []).Where(one => !held.Contains(one.Knob)).ToList();
        var left = open.Where(one => away.Contains(one.Knob)).ToList();
        if (left.Count == (record.Left?.Count ?? 0))
            return [];
        return
        [
            .. open.Except(left).Select(one => new TuningAct.PutBack(one.Knob, one.From, one.To)),
            new TuningAct.Keep(record with { Left = Some(left) }),
        ];
    }

    /// <summary>What is to be done when the process begins, or when time has passed.</summary>
    public static IReadOnlyList<TuningAct> Recover(TuningRecord record, BootMoment now, IReadOnlyCollection<Knob>? away = null) => record.Pending switch
    {
        null => [],
        { Phase: TuningPhase.Committing } => Commit(record, away),
        { Phase: TuningPhase.Reverting } => Revert(record, now, TuningReason.Interrupted, away),
        { } pending when pending.Deadline.Boot != now.Boot => Revert(record, now, TuningReason.Restarted, away),
        { Phase: TuningPhase.Confirmed } => [],
        { Phase: TuningPhase.Waiting } when DueIn(record, now) > TimeSpan.Zero => [],
        { Phase: TuningPhase.Waiting } => Revert(record, now, TuningReason.NotConfirmed, away),
        _ => Revert(record, now, TuningReason.Interrupted, away),
    };

    private static List<TuningChange>? Some(List<TuningChange> changes) => changes.Count > 0 ? changes : null;

    /// <summary>Time until <see cref="Recover"/> has to be called; null when it has not.</summary>
    public static TimeSpan? DueIn(TuningRecord record, BootMoment now)
    {
        if (record.Pending is not { } pending || pending.Phase == TuningPhase.Confirmed)
            return null;
        var left = pending.Phase == TuningPhase.Waiting ? now.Until(pending.Deadline) ?? TimeSpan.Zero : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
