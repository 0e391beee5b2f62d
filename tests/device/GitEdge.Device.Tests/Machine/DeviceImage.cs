namespace GitEdge.Device.Tests.Machine;

/// <summary>What eng/device-image built: a kernel, its initial file system and a disk that nobody writes to.</summary>
/// <param name="Folder">Absolute path.</param>
internal sealed record DeviceImage(string Folder)
{
    /// <summary>The kernel.</summary>
    public string Kernel => Path.Combine(Folder, "vmlinuz");

    /// <summary>The initial file system.</summary>
    public string Initrd => Path.Combine(Folder, "initrd");

    /// <summary>A disk with this image under it, empty itself.</summary>
    /// <param name="path">Where it is made.</param>
    public DeviceDisk Overlay(string path) => DeviceDisk.Over(Path.Combine(Folder, "base.qcow2"), path);

    /// <summary>The image of this working copy; built when it is not there, which takes a minute or two.</summary>
    public static DeviceImage Build() => new(Tool.Run(Repository.File("eng", "device-image"), [], Repository.Root).TrimEnd('\n'));
}
