using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>Does the acts of a <see cref="TuningScript"/> on the machine, one after the other.</summary>
/// <param name="machine">The knobs.</param>
/// <param name="journal">What is remembered.</param>
/// <param name="files">The drop-ins.</param>
internal sealed class ActRunner(Machine machine, TuningJournal journal, DropInFiles files)
{
    /// <summary>Does the acts up to the first that fails, which is returned; the empty list when all were done.</summary>
    public async Task<IReadOnlyList<Fault>> DoAsync(IReadOnlyList<TuningAct> acts, CancellationToken cancellation)
    {
        foreach (var act in acts)
        {
            if (await DoAsync(act, cancellation) is { } fault)
                return [fault];
        }
        return [];
    }

    /// <summary>Does as many of the acts as can be done: what is put back must not wait for a full disk. The last, the result, is kept only when all were.</summary>
    public async Task<IReadOnlyList<Fault>> UndoAsync(IReadOnlyList<TuningAct> acts, CancellationToken cancellation)
    {
        var faults = new List<Fault>();
        foreach (var act in acts.SkipLast(1))
        {
            if (await DoAsync(act, cancellation) is { } fault)
                faults.Add(fault);
        }
        return faults.Count > 0 ? faults : await DoAsync([.. acts.TakeLast(1)], cancellation);
    }

    private async Task<Fault?> DoAsync(TuningAct act, CancellationToken cancellation) => act switch
    {
        TuningAct.Keep keep => OnDisk(() => journal.Write(keep.Record)),
        TuningAct.Publish publish => OnDisk(() => files.Publish(publish.Files)),
        TuningAct.Turn turn => await TurnAsync(turn, cancellation),
        TuningAct.PutBack back => await PutBackAsync(back, cancellation),
        _ => throw new InvalidOperationException($"An act that nobody knows: {act}."),
    };

    private async Task<Fault?> TurnAsync(TuningAct.Turn act, CancellationToken cancellation)
    {
        var (knob, value) = act;
        var found = await machine.ReadAsync(knob, cancellation);
        if (found is null)
            return TuningFaults.Gone(knob);
        if (found == value)
            return null;
        if (await machine.WriteAsync(knob, value, cancellation) is { } why)
            return TuningFaults.Refused(knob, value, why);
        found = await machine.ReadAsync(knob, cancellation);
        return found == value ? null : TuningFaults.Otherwise(knob, value, found);
    }

    private async Task<Fault?> PutBackAsync(TuningAct.PutBack act, CancellationToken cancellation)
    {
        var found = await machine.ReadAsync(act.Knob, cancellation);
        if (found is null)
            return await machine.IsAwayAsync(act.Knob, cancellation) ? TuningFaults.NotPutBack(act.Knob, act.Value, "whoever sets it does not answer") : null;
        if (found == act.Value || (act.OnlyFrom is { } from && found != from))
            return null;
        if (await machine.WriteAsync(act.Knob, act.Value, cancellation) is { } why)
            return TuningFaults.NotPutBack(act.Knob, act.Value, why);
        found = await machine.ReadAsync(act.Knob, cancellation);
        return found == act.Value ? null : TuningFaults.NotPutBack(act.Knob, act.Value, $"'{found}' is found");
    }

    private static Fault? OnDisk(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TuningFaults.Disk(e);
        }
    }
}
