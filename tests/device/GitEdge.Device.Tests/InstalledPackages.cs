using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests;

/// <summary>
/// A device with these packages installed that stands still, kept beside the image: the next run of the tests goes on from it as long as
/// image, packages and machine are the same.
/// </summary>
internal sealed class InstalledPackages
{
    private readonly DeviceImage _image;

    private InstalledPackages(DeviceImage image) => _image = image;

    private string Folder => Path.Combine(_image.Folder, "installed-" + Key());

    /// <summary>The packages that eng/package built.</summary>
    public static string[] Files() => Directory.GetFiles(Repository.File("artifacts", "packages"), "*.deb");

    /// <summary>A device with those.</summary>
    public static InstalledPackages Of(DeviceImage image) => new(image);

    /// <summary>The digest of all packages' bytes, short.</summary>
    public static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var package in Files().Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(package));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The device; made when there is none of these packages.</summary>
    /// <param name="start">How a device of a disk is started.</param>
    public async Task<FrozenDevice> FrozenAsync(Func<DeviceDisk, DeviceStart> start)
    {
        var (folder, work) = (Folder, Path.Combine(_image.Folder, "installing"));
        if (!Directory.Exists(folder))
        {
            foreach (var old in Directory.GetDirectories(_image.Folder))
                Directory.Delete(old, recursive: true);
            Directory.CreateDirectory(work);
            await InstallAsync(start(_image.Overlay(Path.Combine(work, "disk.qcow2"))), Path.Combine(work, "memory"));
            Directory.Move(work, folder);
        }
        return new FrozenDevice(new DeviceDisk(Path.Combine(folder, "disk.qcow2")), Path.Combine(folder, "memory"));
    }

    private async Task InstallAsync(DeviceStart start, string memory)
    {
        using var directory = new TempDirectory();
        using var server = NginxServer.Start(directory.Path, $"root {Repository.File("artifacts", "packages")};");
        using var device = await VirtualDevice.StartAsync(start);
        foreach (var name in Files().Select(Path.GetFileName))
            await device.RunAsync(string.Create(CultureInfo.InvariantCulture, $"curl --silent --show-error --fail --retry 60 --retry-all-errors --retry-delay 1 --output /var/tmp/{name} http://10.0.2.2:{server.Port}/{name}"));
        await device.RunAsync("apt-get install --yes --no-install-recommends /var/tmp/*.deb");
        await device.RunAsync("rm /var/tmp/*.deb");
        await device.FreezeAsync(memory);
    }

    /// <summary>What the device depends on beside the image: the packages' bytes, and how QEMU is started.</summary>
    private string Key()
    {
        var start = string.Join(' ', new DeviceStart(_image, new DeviceDisk(""), "").Arguments());
        var content = Digest() + start + Tool.Run("qemu-system-x86_64", ["--version"]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16];
    }
}
