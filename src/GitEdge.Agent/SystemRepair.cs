using GitEdge.Agent.Effects;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>
/// Puts right what has drifted beside the slots, containers and settings: every so often, and sooner when something is known to be
/// wrong. What does not stay right is tried with growing pauses, for a container that does not start can take minutes each time.
/// </summary>
/// <param name="generations">Keeps what lies beside the slots.</param>
/// <param name="pace">The pauses.</param>
/// <param name="time">The clock.</param>
internal sealed class SystemRepair(IGenerations generations, RetryPacing pace, TimeProvider time)
{
    // The helper has to be started for it.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private long? _kept;
    private long _keptAt;
    private Fault? _left;
    private string? _away;

    /// <summary>The name of one of these containers that does not run; null when all do, as far as is known.</summary>
    public Func<IReadOnlyList<ContainerSpec>, CancellationToken, Task<string?>> FindAway { get; init; } = static (_, _) => Task.FromResult<string?>(null);

    /// <summary>Null when all is as it was committed, as far as is known; otherwise what is not.</summary>
    public async Task<Fault?> RunAsync(Generation current, CancellationToken cancellation)
    {
        var away = await FindAway(current.Desired.Containers, cancellation);
        var isKnown = _kept == current.Number;
        // What was wrong has come right by itself, as far as is known.
        if (isKnown && away is null && _away is not null)
            _left = null;
        _away = away;
        if (isKnown && away is null && _left is null && time.GetElapsedTime(_keptAt) < Every)
            return null;
        if (isKnown && !pace.IsDue(current.Content))
            return _left ?? (away is null ? null : AgentFaults.ContainerStops(away));
        _left = await generations.KeepAsync(current, cancellation);
        (_kept, _keptAt) = (current.Number, time.GetTimestamp());
        // One that was started, and is away at the next look, has not come to an end.
        pace.Tried(current.Content, ended: _left is null && away is null);
        return _left;
    }

    /// <summary>Somebody asked for a pass now: what waits is tried at once.</summary>
    public void Hurry() => pace.Forget();
}
