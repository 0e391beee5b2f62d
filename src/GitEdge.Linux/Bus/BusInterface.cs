namespace GitEdge.Linux.Bus;

/// <summary>An interface that is served.</summary>
/// <param name="Name">Its name.</param>
public sealed record BusInterface(string Name)
{
    /// <summary>Its methods.</summary>
    public IReadOnlyList<BusMethod> Methods { get; init; } = [];

    /// <summary>Its properties.</summary>
    public IReadOnlyList<BusProperty> Properties { get; init; } = [];

    /// <summary>Its signals.</summary>
    public IReadOnlyList<BusSignalForm> Signals { get; init; } = [];
}
