using GitEdge.Agent.Artifacts;

namespace GitEdge.Agent.Effects;

/// <summary>
/// One turn of fetching, ended a while after its first byte: reading what is there already, which may take longer than the
/// turn on a slow disk, does not count, so that every turn brings something.
/// </summary>
/// <param name="end">Ends it.</param>
/// <param name="limit">How long bytes may come.</param>
internal sealed class FetchTurn(CancellationTokenSource end, TimeSpan limit) : IProgress<FetchProgress>
{
    private bool _begun;

    /// <summary>Told how many bytes of the artifact are here.</summary>
    public Action<long> Tell { get; set; } = _ => { };

    /// <inheritdoc/>
    public void Report(FetchProgress value)
    {
        if (!_begun)
            end.CancelAfter(limit);
        _begun = true;
        Tell(value.Done);
    }
}
