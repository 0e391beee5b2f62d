using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>
/// A lock that is asked for (flock(2)). The base library locks what it opens by itself, unless the process is told not to
/// (<c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c>), as one that reads files of other users is.
/// </summary>
public static class FileLock
{
    /// <summary>Takes it for this process alone; it goes with the last copy of the handle.</summary>
    /// <exception cref="LinuxException">Another process has it (<see cref="LinuxError.Busy"/>).</exception>
    public static void Take(SafeFileHandle file, string path) => FileCalls.Checked(() => FileCalls.Lock(file, FileCalls.LockAlone), "flock", path);
}
