namespace GitEdge.Device.Tests.Machine;

/// <summary>A device that stands still, with memory and disk; from here any number of devices go on, each on a disk of its own.</summary>
/// <param name="Disk">Its disk, not written to any more.</param>
/// <param name="Memory">The file with its memory and devices.</param>
internal sealed record FrozenDevice(DeviceDisk Disk, string Memory);
