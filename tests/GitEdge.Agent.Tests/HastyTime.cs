namespace GitEdge.Agent.Tests;

/// <summary>A clock on which everything comes twenty times as soon.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 20;

    private readonly long _start = System.GetTimestamp();

    public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * Haste);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / Haste, period);
}
