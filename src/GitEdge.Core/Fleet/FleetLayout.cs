namespace GitEdge.Core.Fleet;

/// <summary>Where things lie in a fleet repository. Paths are relative, with forward slashes.</summary>
public static class FleetLayout
{
    /// <summary>The fleet's own manifest.</summary>
    public const string FleetFile = "fleet.yaml";

    /// <summary>The list of digests that a release's tag names.</summary>
    public const string LockFile = "GITEDGE.lock";

    /// <summary>Folder of the devices.</summary>
    public const string Devices = "devices";

    /// <summary>Folder of the profiles.</summary>
    public const string Profiles = "profiles";

    /// <summary>Folder of the rollouts.</summary>
    public const string Rollouts = "rollouts";

    /// <summary>Folder of recorded inputs and outputs.</summary>
    public const string Golden = "golden";

    /// <summary>Folder of Quadlet files.</summary>
    public const string Containers = "containers";

    private static readonly string[] ManifestFolders = [Devices, Profiles, Rollouts];

    private static readonly string[] Folders = [.. ManifestFolders, Golden, Containers];

    /// <summary>Whether a file belongs to a release, so that GITEDGE.lock must name it.</summary>
    public static bool IsLocked(string path) =>
        string.Equals(path, FleetFile, StringComparison.Ordinal) || Folders.Any(folder => IsBelow(path, folder));

    /// <summary>Whether a file is a manifest by its place.</summary>
    public static bool IsManifest(string path) =>
        string.Equals(path, FleetFile, StringComparison.Ordinal)
        || ManifestFolders.Any(folder => IsManifestOf(path, folder));

    /// <summary>Whether a file is a manifest that lies directly in <paramref name="folder"/>.</summary>
    public static bool IsManifestOf(string path, string folder) =>
        IsBelow(path, folder)
        && !path.AsSpan(folder.Length + 1).Contains('/')
        && path.EndsWith(".yaml", StringComparison.Ordinal);

    /// <summary>Whether a file lies somewhere below <paramref name="folder"/>.</summary>
    public static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>The rollout manifest of a channel.</summary>
    public static string RolloutOf(string channel) => $"{Rollouts}/{channel}.yaml";

    /// <summary>Whether a file was surely meant as a manifest but would not be read as one.</summary>
    internal static bool IsStrayManifest(string path) =>
        !IsManifest(path)
        && (
            path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        )
        && (ManifestFolders.Any(folder => IsBelow(path, folder)) || path is "fleet.yml");
}
