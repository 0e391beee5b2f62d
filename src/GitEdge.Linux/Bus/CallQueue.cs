using GitEdge.Linux.Bus.Native;

namespace GitEdge.Linux.Bus;

/// <summary>
/// The calls of one connection. No more are under way at once than a dbus-daemon puts up with by default (128 answers that a
/// connection waits for); the others wait for their turn.
/// </summary>
/// <param name="loop">The thread.</param>
internal sealed class CallQueue(BusLoop loop)
{
    private const int MostAtOnce = 100;

    private readonly Queue<PendingCall> _waiting = [];
    private readonly HashSet<PendingCall> _underWay = [];

    /// <summary>Calls, and waits until <paramref name="read"/> has read the answer. From any thread.</summary>
    /// <exception cref="BusException">An error was answered, nothing was in time, or the connection has ended.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more; whoever was called may have done it all the same.</exception>
    public async Task RunAsync(BusCall call, Action<nint> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new PendingCall(call, read, Left);
        if (!loop.TryPost(() => Add(pending)))
            throw await loop.Ended;
        await using var given = cancellation.Register(() => loop.TryPost(() => pending.Cancel(cancellation)));
        await pending.Done;
    }

    /// <summary>The connection has ended; on its thread.</summary>
    public void FailAll(BusException end)
    {
        foreach (var one in _underWay.ToArray())
            one.Fail(end);
        while (_waiting.TryDequeue(out var one))
            one.Fail(end);
    }

    private void Add(PendingCall call)
    {
        _waiting.Enqueue(call);
        if (loop.Ended.IsCompleted)
            return;
        BeginNext();
    }

    private void BeginNext()
    {
        while (_underWay.Count < MostAtOnce && _waiting.TryDequeue(out var next))
        {
            if (next.Begin(loop.Bus))
                _underWay.Add(next);
        }
    }

    private void Left(PendingCall call)
    {
        _underWay.Remove(call);
        if (!loop.Ended.IsCompleted)
            BeginNext();
    }
}
