namespace GitEdge.Linux.Bus;

/// <summary>Who calls a method of ours.</summary>
/// <param name="Name">Unique name of the caller's connection, from the bus; never given to another.</param>
/// <param name="MayAsk">Whether the caller is ready to wait while a person is asked for leave.</param>
/// <param name="Connection">The connection the call came by.</param>
public sealed record BusCaller(string Name, bool MayAsk, BusConnection Connection)
{
    /// <summary>The user the caller runs as.</summary>
    /// <exception cref="BusException">The caller is gone, or the connection has ended.</exception>
    public Task<uint> FindUserAsync(CancellationToken cancellation) => Connection.FindUserAsync(Name, cancellation);
}
