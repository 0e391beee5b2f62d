using GitEdge.Inference.Protocol;

namespace GitEdge.Inference.Models;

/// <summary>
/// Lets a bounded number of requests run at once on one version, so that memory is bounded and a version that hangs takes
/// no place from another; the rest waits in line, and what the line can not hold is refused.
/// </summary>
/// <param name="running">How many run at once.</param>
/// <param name="waiting">How many wait.</param>
internal sealed class RunGate(int running, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _free = new(running);
    private int _waiting;

    /// <summary>Takes a place; each one taken is given back by <see cref="Leave"/>. The problem when the line is full.</summary>
    public async ValueTask<ProtocolError?> EnterAsync(CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
            return null;
        try
        {
            if (Interlocked.Increment(ref _waiting) > waiting)
                return ProtocolError.Unavailable($"this model is busy: {running} requests run and {waiting} wait; try again");
            await _free.WaitAsync(cancellationToken);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
