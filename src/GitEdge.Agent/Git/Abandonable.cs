using System.Collections.Concurrent;

namespace GitEdge.Agent.Git;

/// <summary>
/// Runs calls that may never come back, whatever they were told: a file system behind which a cable was pulled holds a
/// thread for ever. Such a thread is left behind, and no second one is sent after it.
/// </summary>
internal sealed class Abandonable
{
    // For a call that heard of the end, and is on its way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Task> _stuck = new(StringComparer.Ordinal);

    /// <summary>What the call gives.</summary>
    /// <param name="name">Where it goes.</param>
    /// <param name="call">The call, which should mind the same token.</param>
    /// <param name="cancellation">When it is given up.</param>
    /// <exception cref="TimeoutException">It did not come back, or an earlier one to the same place has not.</exception>
    /// <exception cref="OperationCanceledException">The call heard of the end by itself.</exception>
    public T Run<T>(string name, Func<T> call, CancellationToken cancellation)
    {
        if (_stuck.TryGetValue(name, out var earlier) && !earlier.IsCompleted)
            throw new TimeoutException("an earlier attempt has not come back; check the disk or the network behind the folder.");
        _stuck.TryRemove(name, out _);
        var running = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        WaitHandle.WaitAny([((IAsyncResult)running).AsyncWaitHandle, cancellation.WaitHandle]);
        if (!running.IsCompleted && Task.WaitAny([running], Grace) < 0)
        {
            _stuck[name] = running;
            _ = running.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            throw new TimeoutException("it does not answer, and the attempt was left behind; check the disk or the network behind the folder.");
        }
        return running.GetAwaiter().GetResult();
    }
}
