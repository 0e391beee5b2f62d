namespace GitEdge.Core.Containers;

/// <summary>A container as it lies in a slot.</summary>
/// <param name="Unit">What it is.</param>
/// <param name="File">The user's Quadlet file, byte for byte.</param>
/// <param name="DropIn">What GitEdge adds to it.</param>
public sealed record RenderedContainer(ContainerUnit Unit, ReadOnlyMemory<byte> File, ReadOnlyMemory<byte> DropIn);
