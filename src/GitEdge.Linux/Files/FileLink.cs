using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>The same bytes under a second name, or in a second file, without copying them.</summary>
public static class FileLink
{
    /// <summary>
    /// Gives <paramref name="existing"/> a second name (link(2)). False when these two places cannot share a file: other
    /// file system, too many names, or a file system or kernel rule that forbids it; then copy.
    /// </summary>
    /// <exception cref="LinuxException">Anything else: the file is missing, the name is taken, the disk is full or read-only.</exception>
    public static bool TryHard(string existing, string path)
    {
        try
        {
            FileCalls.Checked(() => FileCalls.Link(existing, path), "link", path);
            return true;
        }
        catch (LinuxException e) when (e.Error is LinuxError.OtherFileSystem or LinuxError.TooManyLinks
            or LinuxError.NotPermitted or LinuxError.NotSupported)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes <paramref name="destination"/> share the blocks of <paramref name="source"/> until one is written (FICLONE, on
    /// Btrfs, XFS and bcachefs). False when the file system cannot; then copy.
    /// </summary>
    public static bool TryClone(SafeFileHandle source, SafeFileHandle destination) =>
        FileCalls.Clone(destination, FileCalls.CloneFile, source) == 0;
}
