namespace GitEdge.Agent.Artifacts;

/// <summary>Calls that may never come back, each on a thread of its own, so that the caller can go on without it.</summary>
internal sealed class PatientThreads
{
    // Each of them costs a thread until the mount comes back; beyond that nobody starts another.
    private const int MostLeft = 4;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private int _left;

    /// <summary>Waits for a call as long as <paramref name="patience"/> lets it.</summary>
    /// <param name="call">What may hang.</param>
    /// <param name="late">Told the result when it comes after nobody waits any more.</param>
    /// <param name="patience">Ends the wait, not the call.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, Action<T> late, CancellationToken patience)
    {
        patience.ThrowIfCancellationRequested();
        while (Volatile.Read(ref _left) >= MostLeft)
            await Task.Delay(LookAgain, TimeProvider.System, patience);
        var running = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _left);
            _ = running.ContinueWith(Late, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        void Late(Task<T> ended)
        {
            Interlocked.Decrement(ref _left);
            if (ended.IsCompletedSuccessfully)
                late(ended.Result);
            else
                _ = ended.Exception;
        }
    }
}
