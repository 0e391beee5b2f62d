namespace GitEdge.Agent.Tests;

/// <summary>The system's clock, but what waits a second or more waits a hundred times as long: a busy machine is no server that hangs.</summary>
internal sealed class PatientTime : TimeProvider
{
    private const int Patience = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(1) ? dueTime : dueTime * Patience, period);
}
