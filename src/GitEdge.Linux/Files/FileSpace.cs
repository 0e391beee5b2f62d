using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>Space on disk: what is free, what is promised to a file, and when bytes go to the medium.</summary>
public static class FileSpace
{
    /// <summary>Bytes this user may still write on the file system that holds <paramref name="path"/> (statvfs(3), f_bavail).</summary>
    /// <exception cref="IOException">The path does not exist.</exception>
    public static long FreeAt(string path)
    {
        if (!Path.Exists(path))
            throw new DirectoryNotFoundException($"'{path}' does not exist, so its free space is not known.");
        return new DriveInfo(path).AvailableFreeSpace;
    }

    /// <summary>
    /// Reserves blocks for bytes up to <paramref name="length"/> without changing the file's length, so that a full disk
    /// shows before the first byte. Does nothing on a file system that cannot.
    /// </summary>
    /// <exception cref="LinuxException">There is not enough space, or the medium failed.</exception>
    public static void Reserve(SafeFileHandle file, string path, long length)
    {
        if (length <= 0)
            return;
        try
        {
            FileCalls.Checked(() => FileCalls.Allocate(file, FileCalls.KeepSize, 0, length), "fallocate", path);
        }
        catch (LinuxException e) when (e.Error is LinuxError.NotSupported)
        {
            // Then the space runs out while writing, which is handled as well.
        }
    }

    /// <summary>Sets the length and gives back what is reserved beyond it (ftruncate(2), also when the length is the same).</summary>
    /// <exception cref="IOException">The disk is read-only or failing.</exception>
    public static void Trim(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    /// <summary>
    /// Asks the kernel to start writing a range back now, so that the sync at the end has little left to wait for. Only
    /// a hint: it makes nothing durable and its failure means nothing.
    /// </summary>
    public static void StartWriting(SafeFileHandle file, long offset, long length) =>
        _ = FileCalls.SyncRange(file, offset, length, FileCalls.StartWriting);

    /// <summary>Waits until the file's bytes and length are on the medium (fsync(2)).</summary>
    /// <exception cref="LinuxException">The medium failed: what was written may be lost.</exception>
    public static void Sync(SafeFileHandle file, string path) =>
        FileCalls.Checked(() => FileCalls.Sync(file), "fsync", path);
}
