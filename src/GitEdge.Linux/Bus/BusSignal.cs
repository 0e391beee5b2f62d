namespace GitEdge.Linux.Bus;

/// <summary>Where a signal comes from.</summary>
/// <param name="Sender">The sender's unique name, from the bus.</param>
/// <param name="Path">The object.</param>
/// <param name="Interface">The interface.</param>
/// <param name="Member">The signal's name.</param>
public sealed record BusSignal(string Sender, string Path, string Interface, string Member);
