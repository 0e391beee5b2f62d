namespace GitEdge.Linux.Bus;

/// <summary>An object that is served. Properties and introspection are answered for it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Interfaces">Its own interfaces.</param>
public sealed record BusObject(string Path, IReadOnlyList<BusInterface> Interfaces)
{
    /// <summary>The interface of this name; null when it has none.</summary>
    public BusInterface? FindInterface(string name) => Interfaces.FirstOrDefault(one => one.Name == name);
}
