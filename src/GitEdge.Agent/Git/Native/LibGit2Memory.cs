using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>
/// Gives libgit2 its memory, and no piece of more than 128 MiB: it has no limit of its own, and sixteen kilobytes from a
/// remote can ask for two gigabytes before it notices that they are wrong (a delta says itself how large its result is).
/// </summary>
internal static unsafe class LibGit2Memory
{
    /// <summary>Bytes of the largest piece: as much as all files of a release may have.</summary>
    public const long Largest = 128L << 20;

    private const int SetAllocator = 23;

    /// <summary>Becomes the allocator; before libgit2 is started.</summary>
    public static bool Install()
    {
        var allocator = new Allocator
        {
            Allocate = &Allocate,
            Reallocate = &Reallocate,
            // The C library's own: libgit2 frees as well when a thread ends, too late for managed code.
            Free = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "free"),
        };
        return LibGit2.SetOption(SetAllocator, (nint)(&allocator)) == LibGit2.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Allocate(nuint size, byte* file, int line) => size > (nuint)Largest ? null : Malloc(size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Reallocate(void* piece, nuint size, byte* file, int line) => size > (nuint)Largest ? null : Realloc(piece, size);

    private static void* Malloc(nuint size)
    {
        try
        {
            return NativeMemory.Alloc(size);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private static void* Realloc(void* piece, nuint size)
    {
        try
        {
            return NativeMemory.Realloc(piece, size);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }
}
