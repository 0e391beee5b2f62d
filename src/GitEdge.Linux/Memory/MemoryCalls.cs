using System.Runtime.InteropServices;

namespace GitEdge.Linux.Memory;

/// <summary>The calls by which a process gives memory back to the kernel.</summary>
internal static partial class MemoryCalls
{
    /// <summary>MADV_DONTNEED of asm-generic/mman-common.h, the same on x64 and arm64.</summary>
    internal const int DoNotNeed = 4;

    /// <summary>
    /// madvise(2). With <see cref="DoNotNeed"/> the pages of a range leave the process at once: of a private mapping of a file,
    /// those never written to come back from the file when they are touched again, and what was written is lost for good.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "madvise")]
    internal static partial int Advise(nuint start, nuint length, int advice);

    /// <summary>malloc_trim(3): gives back what native code has freed. glibc alone has it.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    internal static partial int TrimHeap(nuint keep);
}
