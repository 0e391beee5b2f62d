namespace GitEdge.Linux.Bus;

/// <summary>A connection that is made when it is needed, and made again when it has ended.</summary>
/// <param name="address">Where the bus is.</param>
public sealed class BusLink(string address) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private BusConnection? _bus;

    /// <summary>The connection.</summary>
    /// <exception cref="BusException">There is no bus, or it does not take the connection.</exception>
    public async Task<BusConnection> GetAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_bus is null or { Ended.IsCompleted: true })
            {
                _bus?.Dispose();
                _bus = null;
                _bus = await BusConnection.OpenAsync(address, cancellation);
            }
            return _bus;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bus?.Dispose();
        _turn.Dispose();
    }
}
