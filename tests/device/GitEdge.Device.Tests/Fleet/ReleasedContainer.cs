namespace GitEdge.Device.Tests.Fleet;

/// <summary>A container of a release.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its image, by digest.</param>
/// <param name="File">The text of its Quadlet file.</param>
internal sealed record ReleasedContainer(string Name, string Image, string File);
