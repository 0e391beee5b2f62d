using System.Globalization;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>
/// Runs the deployment machine: persist the state, run its effect, feed the event back, until there is nothing to do.
/// </summary>
internal sealed class DeploymentDriver
{
    private static readonly TimeSpan RollbackPause = TimeSpan.FromSeconds(1);

    private readonly StateFile<DeploymentState> _journal;
    private readonly RunEffect _run;
    private readonly DeploymentChanged _changed;
    private readonly TimeProvider _time;
    private readonly AskedRollback _asked = new();

    /// <summary>A driver that goes on from what the journal holds.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="run">Runs effects.</param>
    /// <param name="changed">Told of every change.</param>
    /// <param name="time">The clock.</param>
    /// <param name="adopt">Makes a state of what is found on the device when the journal is lost; null on a fresh device.</param>
    public DeploymentDriver(
        StateFile<DeploymentState> journal, RunEffect run, DeploymentChanged changed, TimeProvider time, Func<DeploymentState?> adopt)
    {
        _journal = journal;
        _run = run;
        _changed = changed;
        _time = time;
        var read = journal.Read();
        Damage = read.Damage;
        State = read.Value ?? new DeploymentState();
        if (read.Value is not null || adopt() is not { } found)
            return;
        Damage = $"{read.Damage ?? "The journal is gone."} {Found(found)}";
        State = found;
    }

    /// <summary>The persisted state.</summary>
    public DeploymentState State { get; private set; }

    /// <summary>What was wrong with the journal when it was read; null when nothing was.</summary>
    public string? Damage { get; }

    /// <summary>True when there is nothing to do until the next release.</summary>
    public bool IsQuiet => DeploymentMachine.EffectOf(State) is DeploymentEffect.Wait;

    /// <summary>Writes a journal that was damaged or lost anew, from the state that is gone on from; one that is in order stays as it is.</summary>
    public void Mend()
    {
        if (Damage is null)
            return;
        try
        {
            _journal.Write(State);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The damage is known and told; what has to be written next will say what the disk has against it.
        }
    }

    /// <summary>Takes an event in: the state that follows is persisted before anybody acts on it.</summary>
    /// <exception cref="IOException">It cannot be persisted; the state stays as it was.</exception>
    public void Apply(DeploymentEvent happened)
    {
        var before = State;
        var after = DeploymentMachine.Next(before, happened);
        if (ReferenceEquals(after, before))
            return;
        Persist(before, after);
        State = after;
        _changed(before, happened, after);
    }

    /// <summary>
    /// A person asks to go back from what is in probation; from any thread. True once going back is persisted; false when
    /// nothing is in probation, or it was decided before it could be.
    /// </summary>
    public Task<bool> RollBackAsync() => State is { Phase: DeploymentPhase.Probation, Target: { } target }
        ? _asked.AskAsync(target.Number)
        : Task.FromResult(false);

    /// <summary>Goes on until there is nothing to do.</summary>
    /// <exception cref="IOException">A state cannot be persisted; nothing was done on its account.</exception>
    public async Task DriveAsync(CancellationToken cancellation)
    {
        while (!IsQuiet)
        {
            if (State is { RollbackAttempts: > 0 and var attempts })
                await Task.Delay(RollbackPause * attempts, _time, cancellation);
            if (await RunAsync(DeploymentMachine.EffectOf(State), cancellation) is { } happened)
                Apply(happened);
            _asked.Answer(GoBack);
        }
    }

    private async Task<DeploymentEvent?> RunAsync(DeploymentEffect effect, CancellationToken cancellation) => effect is DeploymentEffect.Probe
        ? await _asked.RunAsync(either => _run(effect, either), cancellation)
        : await _run(effect, cancellation);

    private bool GoBack(long generation)
    {
        var before = State;
        Apply(new DeploymentEvent.RollbackAsked(generation));
        return !ReferenceEquals(before, State);
    }

    private void Persist(DeploymentState before, DeploymentState after)
    {
        try
        {
            _journal.Write(after);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && MayBeForgotten(before, after))
        {
            // The disk refuses, and what serves has to be watched and taken back all the same.
        }
    }

    /// <summary>
    /// A device that forgets to go back finds itself in probation again and comes to the same decision; one that forgets
    /// how long it has watched, or how often, watches longer.
    /// </summary>
    private static bool MayBeForgotten(DeploymentState before, DeploymentState after) =>
        after.Phase == DeploymentPhase.RollingBack
        || (before.Phase == DeploymentPhase.Probation && after.Phase == DeploymentPhase.Probation);

    private static string Found(DeploymentState found) => found.Current is { } current
        ? string.Create(CultureInfo.InvariantCulture, $"What slot {current.Slot.Letter()} serves, generation {current.Number}, was taken for the current one.")
        : string.Create(CultureInfo.InvariantCulture, $"Numbers go on after {found.LastNumber}.");
}
