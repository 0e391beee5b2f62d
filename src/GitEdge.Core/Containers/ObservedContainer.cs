namespace GitEdge.Core.Containers;

/// <summary>A container of GitEdge's that Podman knows.</summary>
/// <param name="Id">Podman's id of it.</param>
/// <param name="Name">The name of what it was started for.</param>
/// <param name="Content">What it is, as its label says.</param>
/// <param name="IsRunning">Whether it runs.</param>
public sealed record ObservedContainer(string Id, string Name, string Content, bool IsRunning);
