namespace GitEdge.Linux.Bus;

/// <summary>Something that lasts until it is disposed of.</summary>
/// <param name="end">Ends it; may be called again.</param>
internal sealed class BusRegistration(Action end) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => end();
}
