using GitEdge.Core.Health;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Health;

/// <summary>
/// Asks systemd whether a service is active. One that was started again by itself since the generation's first look has failed, however
/// it looks now: a crash loop is up most of the time.
/// </summary>
/// <param name="read">What a unit is doing.</param>
internal sealed class UnitProbe(Func<UnitName, CancellationToken, Task<UnitState>> read)
{
    private readonly Dictionary<string, ulong> _restarts = new(StringComparer.Ordinal);
    private long? _generation;

    /// <summary>Counts anew when this is another generation than the last one.</summary>
    public void Begin(long generation)
    {
        if (_generation != generation)
            _restarts.Clear();
        _generation = generation;
    }

    /// <summary>Asks once.</summary>
    public async Task<ProbeAnswer> AskAsync(string unit, CancellationToken cancellation)
    {
        if (!UnitName.TryParse(unit, out var name))
            return new ProbeAnswer(ProbeStatus.Unsupported, $"'{unit}' is not a service; only services are asked");
        try
        {
            return Judge(unit, await read(name, cancellation));
        }
        catch (BusException e)
        {
            return new ProbeAnswer(ProbeStatus.Failed, $"systemd does not say: {e.Message}");
        }
    }

    private ProbeAnswer Judge(string unit, UnitState state)
    {
        lock (_restarts)
        {
            if (!_restarts.TryGetValue(unit, out var before) || before > state.Restarts)
                _restarts[unit] = before = state.Restarts;
            if (state.Restarts > before)
                return new ProbeAnswer(ProbeStatus.Failed, $"it ended and was started again, {state.Restarts - before} times; it is {state.ActiveState} now");
        }
        if (state is { ActiveState: "activating", SubState: not "auto-restart", Result: "success" })
            // As after a boot: how long it may take is systemd's to say.
            return new ProbeAnswer(ProbeStatus.Failed, "it is being started", IsFresh: false);
        return state.ActiveState is "active" or "reloading"
            ? new ProbeAnswer(ProbeStatus.Passed, "active")
            : new ProbeAnswer(ProbeStatus.Failed, state.LoadState == "not-found" ? "there is no such unit" : $"{state.ActiveState}, result {state.Result}");
    }
}
