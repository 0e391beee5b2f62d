namespace GitEdge.Device.Tests;

/// <summary>The programs of the packages, unpacked on the host: what a release manager has.</summary>
internal static class PackagedPrograms
{
    private static readonly Lazy<string> s_root = new(Unpack);

    /// <summary>The command line.</summary>
    public static string GitEdge => Path.Combine(s_root.Value, "usr/lib/gitedge/agent/gitedge");

    /// <summary>The model server.</summary>
    public static string Inference => Path.Combine(s_root.Value, "usr/lib/gitedge/inference/gitedge-inference");

    private static string Unpack()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "programs", InstalledPackages.Digest())).FullName;
        foreach (var package in InstalledPackages.Files())
            Tool.Run("dpkg-deb", ["--extract", package, folder]);
        return folder;
    }
}
