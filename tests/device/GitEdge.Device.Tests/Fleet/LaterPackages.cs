using GitEdge.Device.Tests.Machine;

namespace GitEdge.Device.Tests.Fleet;

/// <summary>The packages as they were built, under a later version: what an upgrade installs.</summary>
internal static class LaterPackages
{
    /// <summary>Their version.</summary>
    public const string Version = "9.0";

    /// <summary>Where a device keeps them.</summary>
    public const string Folder = "/var/tmp/later";

    /// <summary>Puts them on a device's disk.</summary>
    public static async Task CopyInAsync(VirtualDevice device)
    {
        using var directory = new TempDirectory();
        using var server = NginxServer.Start(directory["server"], $"root {directory.Path};");
        await device.RunAsync($"mkdir -p {Folder}");
        foreach (var package in InstalledPackages.Files())
        {
            var name = Build(package, directory.Path);
            await device.RunAsync($"curl --silent --show-error --fail --remote-name --output-dir {Folder} http://10.0.2.2:{server.Port}/{name}");
        }
        await device.RunAsync("sync");
    }

    private static string Build(string package, string folder)
    {
        var (tree, name) = (Path.Combine(folder, "tree"), Path.GetFileName(package).Split('_')[0] + ".deb");
        Tool.Run("rm", ["-rf", tree]);
        Tool.Run("dpkg-deb", ["--raw-extract", package, tree]);
        Tool.Run("sed", ["-i", $"s/^Version: .*/Version: {Version}/", Path.Combine(tree, "DEBIAN", "control")]);
        Tool.Run("dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "--build", tree, Path.Combine(folder, name)]);
        return name;
    }
}
