using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>Makes names durable: a file that is synced is still lost when the name in its directory is not.</summary>
public static class DirectorySync
{
    /// <summary>Syncs the names in <paramref name="directory"/> (fsync(2) on the directory).</summary>
    /// <exception cref="LinuxException">It is missing, unreadable, or the medium failed.</exception>
    public static void Sync(string directory)
    {
        // The trailing slash makes open(2) fail with ENOTDIR for anything else.
        var path = directory.EndsWith('/') ? directory : directory + "/";
        var descriptor = FileCalls.Checked(() => FileCalls.Open(path, FileCalls.OpenToRead), "open", directory);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        FileCalls.Checked(() => FileCalls.Sync(handle), "fsync", directory);
    }

    /// <summary>Syncs everything that any process has written (sync(2)): for what others wrote and did not sync.</summary>
    public static void SyncAll() => FileCalls.SyncAll();

    /// <summary>Syncs the directory that holds the name <paramref name="path"/>.</summary>
    /// <exception cref="LinuxException">As <see cref="Sync"/>.</exception>
    public static void SyncParent(string path) => Sync(ParentOf(path));

    /// <summary>Creates a directory and what is missing above it, each name synced. Nothing is done when it exists.</summary>
    /// <exception cref="IOException">A file is in the way, or the disk refuses.</exception>
    public static void Create(string directory)
    {
        if (Directory.Exists(directory))
            return;
        var parent = ParentOf(directory);
        Create(parent);
        Directory.CreateDirectory(directory);
        Sync(parent);
    }

    private static string ParentOf(string path) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path).TrimEnd('/')) is { Length: > 0 } parent
            ? parent
            : "/";
}
