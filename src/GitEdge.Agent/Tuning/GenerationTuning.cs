using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>Tuning as a part of generations: trying one, keeping it, and going back from it. Every call can be repeated.</summary>
/// <param name="store">The tuning of this machine.</param>
/// <param name="policy">What the device's owner allows; null with the fault while nothing is.</param>
internal sealed class GenerationTuning(TuningStore store, Func<(TuningPolicy? Policy, Fault? Fault)> policy)
{
    /// <summary>True while a tuning waits for its confirmation, or for being put back.</summary>
    public bool IsBusy => store.DueIn() is not null;

    /// <summary>Whether this machine can be tuned so. Null when it can; changes nothing.</summary>
    public async Task<Fault?> CheckAsync(TuningSpec? desired, CancellationToken cancellation)
    {
        if (desired is null)
            return null;
        var (allowed, fault) = policy();
        return allowed is null ? fault : Join([.. (await store.PlanAsync(desired, allowed, cancellation)).Refusals.Select(TuningFaults.Of)]);
    }

    /// <summary>
    /// Tunes for a generation that is being tried; it goes back by itself unless <see cref="ConfirmAsync"/> is called in time. What asks
    /// for nothing only gives back what others set, and is confirmed at once. With a fault everything is as it was.
    /// </summary>
    public async Task<Fault?> TryAsync(long generation, TuningSpec? desired, CancellationToken cancellation)
    {
        if (IsNothing(desired))
            return null;
        var (allowed, fault) = desired is null ? (StandardPolicy.Policy, null) : policy();
        if (allowed is null)
            return fault;
        var done = await store.ApplyAsync(generation, desired, allowed, cancellation);
        if (done.IsDone && desired is null)
            done = await store.ConfirmAsync(generation, cancellation);
        return Join(done.Faults);
    }

    /// <summary>
    /// Counts the time to confirm anew, when something else takes its time first. Where that cannot be written the deadline of before
    /// stays, which puts back too early rather than never.
    /// </summary>
    /// <param name="generation">The generation that is being tried.</param>
    /// <param name="desired">Its tuning.</param>
    /// <param name="lead">How long nobody can confirm from now on.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WaitAsync(long generation, TuningSpec? desired, TimeSpan lead, CancellationToken cancellation)
    {
        if (desired is not null)
            await store.WaitAsync(generation, TuningScript.TimeToConfirm(desired) + lead, cancellation);
    }

    /// <summary>
    /// Whoever calls can still be reached. Null when the tuning stays; a fault that waits when it was put back; one that passes
    /// when a boot had undone it, it was tried again, and has to be confirmed anew.
    /// </summary>
    public async Task<Fault?> ConfirmAsync(long generation, TuningSpec? desired, CancellationToken cancellation)
    {
        if (IsNothing(desired))
            return null;
        var done = await store.ConfirmAsync(generation, cancellation);
        if (done.IsDone)
            return null;
        if (done.Record.Reverted is not { } reverted || reverted.Generation != generation)
            return Join(done.Faults);
        return reverted.Reason == TuningReason.Restarted
            ? await TryAsync(generation, desired, cancellation) ?? TuningFaults.TriedAgain(generation)
            : TuningFaults.WasPutBack(reverted);
    }

    /// <summary>Why a generation may not be committed: its tuning was put back, and not by a boot. Null when it may.</summary>
    public Fault? FindPutBack(long generation) =>
        store.PutBack is { } reverted && reverted.Generation == generation && reverted.Reason != TuningReason.Restarted ? TuningFaults.WasPutBack(reverted) : null;

    /// <summary>Makes a committed generation's tuning last over boots; what a boot has undone in between is done again.</summary>
    public async Task<Fault?> CommitAsync(long generation, TuningSpec? desired, CancellationToken cancellation)
    {
        if (IsNothing(desired))
            return null;
        var done = await store.CommitAsync(generation, cancellation);
        return done.IsDone || done.Record.Pending is not null ? Join(done.Faults) : await RenewAsync(generation, desired, cancellation);
    }

    /// <summary>Puts back what is not committed, and sees to it that the committed generation's tuning is in force.</summary>
    public async Task<Fault?> GoBackAsync(long committed, TuningSpec? desired, CancellationToken cancellation)
    {
        var back = await store.RevertAsync(TuningReason.OtherGeneration, cancellation);
        if (!back.IsDone || back.Record.Committed == committed || IsNothing(desired))
            return Join(back.Faults);
        // Its own was not made to last, or is no longer asked for.
        return await RenewAsync(committed, desired, cancellation);
    }

    /// <summary>Puts right what drifted.</summary>
    public async Task<Fault?> RepairAsync(CancellationToken cancellation) =>
        IsNothing(desired: null) ? null : Join((await store.RepairAsync(cancellation)).Faults);

    /// <summary>Finishes what a crash or a boot has cut off.</summary>
    public async Task<Fault?> RecoverAsync(CancellationToken cancellation) =>
        IsNothing(desired: null) ? null : Join((await store.RecoverAsync(cancellation)).Faults);

    private async Task<Fault?> RenewAsync(long generation, TuningSpec? desired, CancellationToken cancellation) =>
        await TryAsync(generation, desired, cancellation)
            ?? Join((await store.ConfirmAsync(generation, cancellation)).Faults)
            ?? Join((await store.CommitAsync(generation, cancellation)).Faults);

    /// <summary>Whether nothing is asked for and nothing was ever set that has to be put back.</summary>
    private bool IsNothing(TuningSpec? desired) => desired is null && store.IsClear;

    private static Fault? Join(IReadOnlyList<Fault> faults) => Faults.Join([.. faults]);
}
