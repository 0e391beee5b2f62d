namespace GitEdge.Agent.Tests.Agent;

/// <summary>The system's clock, which can be held: meanwhile no time passes and nothing that waits goes on.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Lock _change = new();
    private long _lost;
    private long? _since;
    private TaskCompletionSource _passes = new();

    public HeldTime() => _passes.SetResult();

    /// <summary>Stops it.</summary>
    public void Hold()
    {
        lock (_change)
            (_since, _passes) = (System.GetTimestamp(), new TaskCompletionSource());
    }

    /// <summary>Lets it go on from where it stopped.</summary>
    public void Release()
    {
        lock (_change)
            (_lost, _since) = (_lost + System.GetTimestamp() - _since!.Value, null);
        _passes.SetResult();
    }

    public override long GetTimestamp()
    {
        lock (_change)
            return (_since ?? System.GetTimestamp()) - _lost;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(
        given =>
        {
            Volatile.Read(ref _passes).Task.Wait();
            callback(given);
        }, state, dueTime, period);
}
