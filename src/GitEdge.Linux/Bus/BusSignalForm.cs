namespace GitEdge.Linux.Bus;

/// <summary>A signal as it is described to whoever looks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What it carries.</param>
public sealed record BusSignalForm(string Name, IReadOnlyList<BusArgument> Arguments);
