using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Linux.Files;

/// <summary>
/// Every file call the base library has no equal for. The base library's own Move refuses to replace a link that points
/// to a directory, and it can neither sync a directory nor clone a file.
/// </summary>
internal static partial class FileCalls
{
    /// <summary>FICLONE of linux/fs.h: _IOW(0x94, 9, int), the same on x64 and arm64.</summary>
    internal const nuint CloneFile = 0x40049409;

    /// <summary>FALLOC_FL_KEEP_SIZE of linux/falloc.h.</summary>
    internal const int KeepSize = 1;

    /// <summary>SYNC_FILE_RANGE_WRITE: start writing back, wait for nothing.</summary>
    internal const uint StartWriting = 2;

    /// <summary>O_RDONLY | O_CLOEXEC. O_DIRECTORY differs between architectures, so the caller checks instead.</summary>
    internal const int OpenToRead = 0x80000;

    /// <summary>O_WRONLY | O_TRUNC | O_CLOEXEC: what a shell opens for a redirection, but never makes.</summary>
    internal const int OpenToReplace = 0x80201;

    /// <summary>LOCK_EX | LOCK_NB of sys/file.h.</summary>
    internal const int LockAlone = 2 | 4;

    /// <summary>AT_FDCWD.</summary>
    internal const int CurrentFolder = -100;

    /// <summary>AT_SYMLINK_NOFOLLOW.</summary>
    internal const int NoFollow = 0x100;

    /// <summary>AT_EMPTY_PATH.</summary>
    internal const int EmptyPath = 0x1000;

    /// <summary>(uid_t)-1 of chown(2): the owner stays.</summary>
    internal const uint SameOwner = uint.MaxValue;

    /// <summary>STATX_TYPE.</summary>
    internal const uint StatusType = 1;

    /// <summary>STATX_MODE | STATX_UID.</summary>
    internal const uint StatusAccess = 2 | 8;

    /// <summary>STATX_MTIME | STATX_INO | STATX_SIZE.</summary>
    internal const uint StatusIdentity = 0x40 | 0x100 | 0x200;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Status(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "sync")]
    internal static partial void SyncAll();

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Symlink(string target, string path);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint FindGroup(string name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Clone(SafeFileHandle destination, nuint request, SafeFileHandle source);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    internal static partial int SyncRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle file, int operation);

    /// <summary>Runs again while the call is interrupted by a signal; throws for any other failure.</summary>
    internal static int Checked(Func<int> call, string operation, string path)
    {
        while (true)
        {
            var result = call();
            if (result >= 0)
                return result;
            var errno = Marshal.GetLastPInvokeError();
            if (errno != (int)LinuxError.Interrupted)
                throw new LinuxException(operation, path, errno);
        }
    }
}
