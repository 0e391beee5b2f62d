using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>
/// Tunes a machine under confirm or revert. Every call can be made again, and after a crash at any moment the next
/// <see cref="RecoverAsync"/> ends in all of the old tuning or all of the new one. One process at a time; calls wait for each other.
/// </summary>
/// <param name="root">What the kernel's files and the drop-ins are below: <c>/</c>, or a tree of the same shape.</param>
/// <param name="state">The folder of the journal, which root alone writes.</param>
/// <param name="backends">The daemons of this device.</param>
/// <param name="clock">The moment, by a clock that nobody sets.</param>
internal sealed class TuningStore(string root, string state, TuningBackends backends, Func<BootMoment> clock) : IDisposable
{
    private readonly TuningJournal _journal = new(state);
    private readonly Machine _machine = new(root, backends);
    private readonly SemaphoreSlim _turn = new(1, 1);

    private ActRunner Runner => new(_machine, _journal, new DropInFiles(root));

    /// <summary>All that a plan is made from. Changes nothing.</summary>
    public Task<TuningView> ObserveAsync(TuningSpec? desired, TuningPolicy policy, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = _journal.Read(out _);
        return new TuningView(policy, await _machine.ObserveAsync(desired, record.Settings, cancellation), record.Settings);
    }, cancellation);

    /// <summary>What applying would do, or why it would not. Changes nothing.</summary>
    public async Task<TuningPlan> PlanAsync(TuningSpec? desired, TuningPolicy policy, CancellationToken cancellation)
    {
        var view = await ObserveAsync(desired, policy, cancellation);
        return TuningPlanner.Of(desired, policy, view.Machine, view.Kept);
    }

    /// <summary>
    /// Writes a generation's tuning and reads it back; it goes back unless <see cref="ConfirmAsync"/> is called within
    /// <see cref="TuningSpec.ConfirmWithin"/>. With a fault nothing has changed, or everything was put back. What is under way
    /// of another generation is put back first.
    /// </summary>
    public Task<TuningResult> ApplyAsync(long generation, TuningSpec? desired, TuningPolicy policy, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = await SettleAsync(cancellation);
        if (Stands(record, generation) && record.Pending is not null)
            return Result([]);
        if (record.Pending is not null && await UndoAsync(record, TuningReason.OtherGeneration, cancellation) is { Count: > 0 } faults)
            return Result(faults);
        record = _journal.Read(out _);
        var machine = await _machine.ObserveAsync(desired, record.Settings, cancellation);
        var plan = TuningPlanner.Of(desired, policy, machine, record.Settings);
        if (plan.Refusals.Count > 0)
            return Result([.. plan.Refusals.Select(TuningFaults.Of)]);
        if (plan.IsConverged && record.Committed == generation)
            return Result([]);
        var deadline = clock().After(TuningScript.TimeToConfirm(desired));
        var failed = await Runner.DoAsync(TuningScript.Apply(record, plan, generation, deadline), cancellation);
        if (failed is [var why])
            failed = [why, .. await UndoAsync(_journal.Read(out _), why.Reason, cancellation)];
        return Result(failed);
    }, cancellation);

    /// <summary>Counts the time to confirm from now on; what is not waiting, or was put back meanwhile, stays as it is.</summary>
    /// <param name="generation">The generation that waits.</param>
    /// <param name="within">How long from now.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<TuningResult> WaitAsync(long generation, TimeSpan within, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = await SettleAsync(cancellation);
        return Result(Stands(record, generation) && record.Pending is { Phase: TuningPhase.Waiting }
            ? await Runner.DoAsync(TuningScript.Wait(record, clock().After(within)), cancellation)
            : []);
    }, cancellation);

    /// <summary>Keeps what is written until the commit: whoever calls can still be reached.</summary>
    public Task<TuningResult> ConfirmAsync(long generation, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = await SettleAsync(cancellation);
        if (!Stands(record, generation))
            return Result([TuningFaults.Other(generation, record)]);
        return Result(record.Pending is { Phase: TuningPhase.Waiting } ? await Runner.DoAsync(TuningScript.Confirm(record), cancellation) : []);
    }, cancellation);

    /// <summary>Makes it last over a boot. With a fault it is tried again by <see cref="RecoverAsync"/>, or put back by <see cref="RevertAsync"/>.</summary>
    public Task<TuningResult> CommitAsync(long generation, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = await SettleAsync(cancellation);
        if (!Stands(record, generation))
            return Result([TuningFaults.Other(generation, record)]);
        return Result(record.Pending is not null ? await Runner.DoAsync(TuningScript.Commit(record, await FindAwayAsync(record.Pending.Changes, cancellation)), cancellation) : []);
    }, cancellation);

    /// <summary>Puts back what is not committed: what was there before, with the drop-ins of the generation before.</summary>
    /// <param name="reason">Why: a code of docs/reasons.md.</param>
    /// <param name="cancellation">Ends it between two acts, as a crash would.</param>
    public Task<TuningResult> RevertAsync(string reason, CancellationToken cancellation) => InTurnAsync(
        async () => Result(await UndoAsync(_journal.Read(out _), reason, cancellation)), cancellation);

    /// <summary>What has to be done when the process begins, and whenever <see cref="DueIn"/> is over.</summary>
    public Task<TuningResult> RecoverAsync(CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = _journal.Read(out var lost);
        return Result(lost is not null ? [lost] : await RecoverAsync(record, cancellation));
    }, cancellation);

    /// <summary>Puts right what drifted, within its budget; a fault for each setting that is somebody else's, or will not stay.</summary>
    public Task<TuningResult> RepairAsync(CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var record = await SettleAsync(cancellation);
        Fault[] left = [.. (record.Left ?? []).Select(TuningFaults.Left)];
        var findings = TuningDrift.Find(record, await _machine.ObserveAsync(null, record.InForce, cancellation), clock());
        var failed = await Runner.DoAsync(TuningDrift.Repair(record, findings, clock()), cancellation);
        return Result([.. failed, .. left, .. findings.Where(finding => finding.Conflict is not null).Select(TuningFaults.Drifts)]);
    }, cancellation);

    /// <summary>True when no generation set anything, nothing is under way, and nothing is left to be put back.</summary>
    public bool IsClear => _journal.Read(out var lost) is { Settings.Count: 0, Pending: null, Left: null } && lost is null;

    /// <summary>What was put back last; null for nothing since the last commit.</summary>
    public RevertedTuning? PutBack => _journal.Read(out _).Reverted;

    /// <summary>Time until <see cref="RecoverAsync"/> has to be called; null while nothing waits.</summary>
    public TimeSpan? DueIn() => TuningScript.DueIn(_journal.Read(out _), clock());

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Nothing under way, or written as a whole and in time.</summary>
    private async Task<TuningRecord> SettleAsync(CancellationToken cancellation)
    {
        await RecoverAsync(_journal.Read(out _), cancellation);
        return _journal.Read(out _);
    }

    private async Task<IReadOnlyList<Fault>> RecoverAsync(TuningRecord record, CancellationToken cancellation)
    {
        var acts = TuningScript.Recover(record, clock(), await FindAwayAsync(record.Pending?.Changes, cancellation));
        var faults = record.Pending is { Phase: TuningPhase.Committing }
            ? await Runner.DoAsync(acts, cancellation)
            : await Runner.UndoAsync(acts, cancellation);
        record = _journal.Read(out _);
        return [.. faults, .. await Runner.UndoAsync(TuningScript.PutLeftBack(record, await FindAwayAsync(record.Left, cancellation)), cancellation)];
    }

    private async Task<IReadOnlyList<Fault>> UndoAsync(TuningRecord record, string reason, CancellationToken cancellation) =>
        await Runner.UndoAsync(TuningScript.Revert(record, clock(), reason, await FindAwayAsync(record.Pending?.Changes, cancellation)), cancellation);

    /// <summary>The knobs that cannot be put back now, because nobody answers for them.</summary>
    private async Task<IReadOnlyList<Knob>> FindAwayAsync(IReadOnlyList<TuningChange>? changes, CancellationToken cancellation)
    {
        var away = new List<Knob>();
        foreach (var change in changes ?? [])
        {
            if (await _machine.IsAwayAsync(change.Knob, cancellation))
                away.Add(change.Knob);
        }
        return away;
    }

    /// <summary>Whether a generation's tuning is in force, or being made to last.</summary>
    private static bool Stands(TuningRecord record, long generation) => record.Pending is { } pending
        ? pending.Generation == generation && pending.Phase is (TuningPhase.Waiting or TuningPhase.Confirmed or TuningPhase.Committing)
        : record.Committed == generation;

    private TuningResult Result(IReadOnlyList<Fault> faults) => new(_journal.Read(out _), faults);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
