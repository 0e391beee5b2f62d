using System.Runtime.InteropServices;

namespace GitEdge.Linux.Bus.Native;

/// <summary>The calls by which a thread waits for a bus and for other threads at once.</summary>
internal static partial class PollCalls
{
    /// <summary>POLLIN.</summary>
    internal const short Readable = 1;

    /// <summary>EFD_CLOEXEC | EFD_NONBLOCK, the same on x64 and arm64.</summary>
    internal const int EventFlags = 0x80000 | 0x800;

    /// <summary>F_DUPFD_CLOEXEC.</summary>
    internal const int DuplicateCloseOnExec = 1030;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(Span<PollEntry> entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, ref ulong value, nuint bytes);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, in ulong value, nuint bytes);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(int file, int command, int argument);
}
