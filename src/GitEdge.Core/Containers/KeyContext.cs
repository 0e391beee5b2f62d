namespace GitEdge.Core.Containers;

/// <summary>What a key is judged in.</summary>
/// <param name="Container">The container's name.</param>
/// <param name="Others">The names of all containers of the device, its own too.</param>
/// <param name="Policy">What the device's owner allows.</param>
internal sealed record KeyContext(string Container, IReadOnlyList<string> Others, ContainerPolicy Policy)
{
    /// <summary>Whether a unit is that of one of the containers.</summary>
    public bool IsOwnUnit(string unit) => Others.Any(name => unit == $"{name}.service");
}
