using GitEdge.Core.Deployments;

namespace GitEdge.Agent;

/// <summary>
/// A person's wish to go back, from any thread to the one that drives the deployment: it cuts the pause between two looks
/// short, and is answered when what follows from it is persisted.
/// </summary>
internal sealed class AskedRollback
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _look;
    private TaskCompletionSource<bool>? _answer;
    private long _generation;

    /// <summary>Asks, for the generation in probation. True when the device goes back; false when it was decided before.</summary>
    public Task<bool> AskAsync(long generation)
    {
        lock (_gate)
        {
            _generation = generation;
            _answer ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _look?.Cancel();
            return _answer.Task;
        }
    }

    /// <summary>Runs one look at what is in probation; null when somebody asked to go back meanwhile.</summary>
    public async Task<DeploymentEvent?> RunAsync(Func<CancellationToken, Task<DeploymentEvent>> look, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (!TryBegin(either))
            return null;
        try
        {
            return await look(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            lock (_gate)
                _look = null;
        }
    }

    /// <summary>Takes the wish, if there is one, to <paramref name="apply"/>, which says whether the device goes back now.</summary>
    public void Answer(Func<long, bool> apply)
    {
        TaskCompletionSource<bool>? answer;
        lock (_gate)
            (answer, _answer) = (_answer, null);
        if (answer is null)
            return;
        try
        {
            answer.SetResult(apply(_generation));
        }
        catch (Exception e)
        {
            answer.SetException(e);
            throw;
        }
    }

    private bool TryBegin(CancellationTokenSource look)
    {
        lock (_gate)
        {
            _look = look;
            return _answer is null;
        }
    }
}
