namespace GitEdge.Linux.Bus;

/// <summary>Takes a signal in, on the connection's thread: it must not block.</summary>
/// <param name="signal">Where it comes from.</param>
/// <param name="body">Good until the delegate returns.</param>
public delegate void HandleSignal(BusSignal signal, BusReader body);
