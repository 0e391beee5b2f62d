namespace GitEdge.Device.Tests.Machine;

/// <summary>A disk of its own for one device, which holds what differs from the disk below.</summary>
/// <param name="Path">The qcow2 file.</param>
internal sealed record DeviceDisk(string Path)
{
    /// <summary>Makes an empty disk over another one, which must not be written to any more.</summary>
    public static DeviceDisk Over(string below, string path)
    {
        Tool.Run("qemu-img", ["create", "-q", "-f", "qcow2", "-b", below, "-F", "qcow2", path]);
        return new DeviceDisk(path);
    }
}
