namespace GitEdge.Inference.Models;

/// <summary>What all runs of a version share: their end, when they do not end by themselves, and what they owe the device.</summary>
internal sealed class RunSettings : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private int _owed;

    public RunSettings() => Ending = _ending.Token;

    /// <summary>True once <see cref="Terminate"/> was called.</summary>
    public bool Terminated => Ending.IsCancellationRequested;

    /// <summary>Cancelled by <see cref="Terminate"/>.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Whether the run that asks is to give the arena's free memory back when it is done; true once for each time it is owed.</summary>
    public bool TakeShrinking() => Interlocked.Exchange(ref _owed, 0) != 0;

    /// <summary>
    /// Has the next run give the arena's free memory back when it is done. Called when a large request's outputs are free:
    /// they lie in the arena until after its own run.
    /// </summary>
    public void Shrink() => Volatile.Write(ref _owed, 1);

    /// <summary>Ends all runs at their model's next operator.</summary>
    public void Terminate() => _ending.Cancel();

    public void Dispose() => _ending.Dispose();
}
