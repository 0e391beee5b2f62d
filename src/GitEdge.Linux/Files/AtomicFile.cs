namespace GitEdge.Linux.Files;

/// <summary>
/// Replaces a name in one step: after a crash or a power cut at any moment the name stands for the whole old content or
/// the whole new content. Order: temporary name, write, fsync, rename(2), fsync of the directory.
/// </summary>
/// <remarks>
/// The temporary name is always the same, <c>.&lt;name&gt;.tmp</c> in the same directory, so that what a crash leaves
/// behind is replaced by the next write and never collects. One writer at a time for each name.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Readable by everyone, writable by the owner.</summary>
    public const UnixFileMode PublicMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Readable by the group, writable by the owner, nothing for others.</summary>
    public const UnixFileMode GroupMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Writes <paramref name="content"/> under <paramref name="path"/>; the mode does not depend on the umask.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="mode">Who may do what with it.</param>
    /// <param name="group">Its group; null for the one that new files get.</param>
    /// <exception cref="IOException">The disk is full, read-only or failing (see <see cref="LinuxErrors.Of"/>); the old content stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written; the old content stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode = PublicMode, uint? group = null)
    {
        var temporary = TemporaryFor(path);
        try
        {
            WriteNew(temporary, content, mode, group);
            RenameOver(temporary, path);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
        DirectorySync.SyncParent(path);
    }

    /// <summary>Makes <paramref name="path"/> a symbolic link to <paramref name="target"/>, whatever it was before except a directory.</summary>
    /// <exception cref="LinuxException">The disk is full, read-only or failing; the old link stays.</exception>
    public static void ReplaceSymlink(string path, string target)
    {
        var temporary = TemporaryFor(path);
        Remove(temporary);
        FileCalls.Checked(() => FileCalls.Symlink(target, temporary), "symlink", temporary);
        try
        {
            RenameOver(temporary, path);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
        DirectorySync.SyncParent(path);
    }

    /// <summary>
    /// Gives a file that is written and synced its final name, over what is there: rename(2), fsync of the final directory.
    /// </summary>
    /// <exception cref="LinuxException">The disk refuses; the file keeps its old name unless only the last sync failed.</exception>
    public static void MoveSynced(string synced, string path)
    {
        RenameOver(synced, path);
        DirectorySync.SyncParent(path);
    }

    /// <summary>Removes a name that may or may not be there (unlink(2)); a directory is refused.</summary>
    /// <exception cref="LinuxException">It is there and cannot be removed.</exception>
    public static void Remove(string path)
    {
        try
        {
            FileCalls.Checked(() => FileCalls.Unlink(path), "unlink", path);
        }
        catch (LinuxException) when (!Path.Exists(path))
        {
            // Gone already: what was asked for. A read-only disk refuses before it looks.
        }
    }

    /// <summary>Writes a new file and syncs it, under a name nothing reads yet; a leftover of that name is replaced.</summary>
    /// <exception cref="IOException">The disk is full, read-only or failing.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode mode = PublicMode, uint? group = null)
    {
        Remove(path);
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (group is { } owning)
            FileCalls.Checked(() => FileCalls.ChangeOwner(file, FileCalls.SameOwner, owning), "fchown", path);
        File.SetUnixFileMode(file, mode);
        RandomAccess.Write(file, content, 0);
        FileCalls.Checked(() => FileCalls.Sync(file), "fsync", path);
    }

    internal static string TemporaryFor(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", $".{Path.GetFileName(path)}.tmp");

    private static void RenameOver(string from, string to) =>
        FileCalls.Checked(() => FileCalls.Rename(from, to), "rename", to);

    private static void Forget(string temporary)
    {
        try
        {
            Remove(temporary);
        }
        catch (LinuxException)
        {
            // The failure that brought us here is the one to report; the next write removes the leftover.
        }
    }
}
