using GitEdge.Agent.State;
using GitEdge.Core.Deployments;

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

    /// <summary>A driver that goes on from what the journal holds; a fresh device when it holds nothing.</summary>
    public DeploymentDriver(StateFile<DeploymentState> journal, RunEffect run, DeploymentChanged changed, TimeProvider time)
    {
        _journal = journal;
        _run = run;
        _changed = changed;
        _time = time;
        var read = journal.Read();
        Damage = read.Damage;
        State = read.Value ?? new DeploymentState();
    }

    /// <summary>The persisted state.</summary>
    public DeploymentState State { get; private set; }

    /// <summary>What was wrong with the journal when it was read; null when nothing was.</summary>
    public string? Damage { get; }

    /// <summary>True when there is nothing to do until the next release.</summary>
    public bool IsQuiet => DeploymentMachine.EffectOf(State) is DeploymentEffect.Wait;

    /// <summary>Takes an event in: the state that follows is persisted before anybody acts on it.</summary>
    /// <exception cref="IOException">It cannot be persisted; the state stays as it was.</exception>
    public void Apply(DeploymentEvent happened)
    {
        var before = State;
        var after = DeploymentMachine.Next(before, happened);
        if (ReferenceEquals(after, before))
            return;
        Persist(after);
        State = after;
        _changed(before, happened, after);
    }

    /// <summary>Goes on until there is nothing to do.</summary>
    /// <exception cref="IOException">A state cannot be persisted; nothing was done on its account.</exception>
    public async Task DriveAsync(CancellationToken cancellation)
    {
        while (!IsQuiet)
        {
            if (State is { Phase: DeploymentPhase.RollingBack, RollbackAttempts: > 0 and var attempts })
                await Task.Delay(RollbackPause * attempts, _time, cancellation);
            Apply(await _run(DeploymentMachine.EffectOf(State), cancellation));
        }
    }

    private void Persist(DeploymentState after)
    {
        try
        {
            _journal.Write(after);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && after.Phase == DeploymentPhase.RollingBack)
        {
            // Going back must not wait for a disk that refuses: a device that forgets this decision finds itself in
            // probation again and comes to the same one.
        }
    }
}
