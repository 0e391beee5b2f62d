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
    private ContainerLook _last = ContainerLook.Unknown;
    private (string Name, long At)? _restless;

    /// <summary>How these containers are, as far as is known.</summary>
    public Func<IReadOnlyList<ContainerSpec>, CancellationToken, Task<ContainerLook>> Look { get; init; } = static (_, _) => Task.FromResult(ContainerLook.Unknown);

    /// <summary>Null when all is as it was committed, as far as is known; otherwise what is not.</summary>
    public async Task<Fault?> RunAsync(Generation current, CancellationToken cancellation)
    {
        var look = await Look(current.Desired.Containers, cancellation);
        var isKnown = _kept == current.Number;
        // What was wrong with it has come right by itself; what else was is found by another try, at once.
        var isBack = isKnown && look.Away is null && _last.Away is not null && _left is not null;
        var restless = FindRestless(look, isKnown);
        _last = look;
        if (isKnown && look.Away is null && _left is null && time.GetElapsedTime(_keptAt) < Every)
            return restless;
        if (isKnown && !isBack && !pace.IsDue(current.Content))
            return _left ?? (look.Away is null ? restless : AgentFaults.ContainerStops(look.Away));
        _left = await generations.KeepAsync(current, cancellation);
        (_kept, _keptAt) = (current.Number, time.GetTimestamp());
        // One that was started, and is away at the next look, has not come to an end.
        pace.Tried(current.Content, ended: _left is null && look.Away is null);
        return _left ?? restless;
    }

    /// <summary>One that systemd starts again by itself: named for as long as a look takes to come round, and not restarted once more.</summary>
    private Fault? FindRestless(ContainerLook look, bool isKnown)
    {
        if (!isKnown)
            _restless = null;
        else if (look.FindStartedAgain(_last) is { } name)
            _restless = (name, time.GetTimestamp());
        return _restless is { } one && time.GetElapsedTime(one.At) < Every ? AgentFaults.ContainerRestarts(one.Name) : null;
    }

    /// <summary>Somebody asked for a pass now: what waits is tried at once.</summary>
    public void Hurry() => pace.Forget();
}
