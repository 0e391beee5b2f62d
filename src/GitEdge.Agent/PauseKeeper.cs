using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>Remembers, over restarts, that an operator wants nothing new begun here. From any thread.</summary>
internal sealed class PauseKeeper
{
    private readonly StateFile<OperatorPause> _file;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private OperatorPause _pause;

    /// <summary>Reads what was said before.</summary>
    public PauseKeeper(StateFile<OperatorPause> file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        var read = file.Read();
        _pause = read.Value ?? new OperatorPause();
        Damage = read.Damage;
    }

    /// <summary>What was wrong with the file when it was read; null when nothing was. Nobody is paused by a file that cannot be read.</summary>
    public string? Damage { get; }

    /// <summary>The pause; null while there is none.</summary>
    public OperatorPause? Current => Volatile.Read(ref _pause) is var pause && pause.IsInForce(_time.GetUtcNow()) ? pause : null;

    /// <summary>Why nothing new is begun; null when it may be.</summary>
    public Fault? Fault => Current is { } pause ? FaultOf(pause) : null;

    /// <summary>Begins a pause, or changes its end.</summary>
    /// <param name="until">When it ends by itself; null: when it is lifted.</param>
    /// <exception cref="IOException">It cannot be written down, and is not begun.</exception>
    public void Begin(DateTimeOffset? until) => Set(new OperatorPause { IsPaused = true, Since = _time.GetUtcNow(), Until = until });

    /// <summary>Lifts it.</summary>
    /// <exception cref="IOException">It cannot be written down, and is not lifted.</exception>
    public void Lift() => Set(new OperatorPause { Since = _time.GetUtcNow() });

    /// <summary>Why nothing new is begun during <paramref name="pause"/>.</summary>
    public static Fault FaultOf(OperatorPause pause) => new(
        FaultKind.Waiting, AgentReason.Paused,
        pause.Until is { } until
            ? $"An operator keeps this device from beginning anything new until {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss'Z'}."
            : "An operator keeps this device from beginning anything new.",
        "'gitedge pause --off' lifts it.");

    private void Set(OperatorPause pause)
    {
        lock (_gate)
        {
            _file.Write(pause);
            Volatile.Write(ref _pause, pause);
        }
    }
}
