using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent.Containers;

/// <summary>systemd over a bus that is opened when it is needed, and again when it went away.</summary>
/// <remarks>Every member throws <see cref="BusException"/> when systemd refuses or does not answer.</remarks>
/// <param name="address">Where the bus is.</param>
/// <param name="time">The clock.</param>
internal sealed class UnitManager(string address, TimeProvider time) : IDisposable
{
    // The longest that a pull may take, or a start; each of them has a limit of its own, which comes first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(13);

    private BusConnection? _bus;

    /// <summary>See <see cref="SystemdManager.ReloadAsync"/>.</summary>
    public async Task ReloadAsync(CancellationToken cancellation) => await (await OpenAsync(cancellation)).ReloadAsync(cancellation);

    /// <summary>See <see cref="SystemdManager.RunAsync"/>.</summary>
    public async Task<JobResult> RunAsync(UnitJob job, UnitName unit, CancellationToken cancellation) =>
        await (await OpenAsync(cancellation)).RunAsync(job, unit, Patience, cancellation);

    /// <summary>See <see cref="SystemdManager.EnqueueAsync"/>.</summary>
    public async Task EnqueueAsync(UnitJob job, UnitName unit, CancellationToken cancellation) =>
        await (await OpenAsync(cancellation)).EnqueueAsync(job, unit, cancellation);

    /// <summary>See <see cref="SystemdManager.ReadAsync"/>.</summary>
    public async Task<UnitState> ReadAsync(UnitName unit, CancellationToken cancellation) =>
        await (await OpenAsync(cancellation)).ReadAsync(unit, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _bus?.Dispose();

    private async Task<SystemdManager> OpenAsync(CancellationToken cancellation)
    {
        if (_bus is null or { Ended.IsCompleted: true })
        {
            _bus?.Dispose();
            _bus = null;
            _bus = await BusConnection.OpenAsync(address, cancellation);
        }
        return new SystemdManager(_bus, time);
    }
}
