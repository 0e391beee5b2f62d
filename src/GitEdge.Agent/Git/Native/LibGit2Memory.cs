using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GitEdge.Agent.Git.Native;

/// <summary>
/// Gives libgit2 its memory, no piece of more than 128 MiB and in one session no more than 384 MiB beyond what there was:
/// it has no limit of its own, and sixteen kilobytes from a remote can ask for two gigabytes before it notices that they are
/// wrong (a delta says itself how large its result is).
/// </summary>
/// <remarks>
/// libgit2 1.8 never frees what a delta makes when the pack has that object already. The ceiling is therefore set anew for each
/// session: what one remote made it lose must not be counted against the next.
/// </remarks>
internal static unsafe class LibGit2Memory
{
    /// <summary>Bytes of the largest piece: as much as all files of a release may have.</summary>
    public const long Largest = 128L << 20;

    /// <summary>Bytes that a session may take on top of what the process had when it began.</summary>
    public const long LargestSession = 384L << 20;

    private const int SetAllocator = 23;

    // What is in use is asked once for so many bytes: it takes a look at every arena.
    private const long Stride = 16L << 20;

    // mallinfo2(3), of glibc 2.33 and later; without it single pieces are bounded and nothing else.
    private static readonly delegate* unmanaged[Cdecl]<HeapUse> MallInfo =
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallinfo2", out var export) ? (delegate* unmanaged[Cdecl]<HeapUse>)export : null;

    private static long s_ceiling = long.MaxValue;
    private static long s_sinceAsked;

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

    /// <summary>From here on the session's ceiling holds.</summary>
    public static void BeginSession() => Volatile.Write(ref s_ceiling, InUse() + LargestSession);

    /// <summary>What is read of the device's own copy is bounded by its readers; it must not look damaged for want of memory.</summary>
    public static void EndSession() => Volatile.Write(ref s_ceiling, long.MaxValue);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Allocate(nuint size, byte* file, int line) => IsTooMuch(size) ? null : Malloc(size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Reallocate(void* piece, nuint size, byte* file, int line) => IsTooMuch(size) ? null : Realloc(piece, size);

    private static bool IsTooMuch(nuint size)
    {
        if (size > (nuint)Largest)
            return true;
        var ceiling = Volatile.Read(ref s_ceiling);
        if (ceiling == long.MaxValue || Interlocked.Add(ref s_sinceAsked, (long)size) < Stride)
            return false;
        Interlocked.Exchange(ref s_sinceAsked, 0);
        // Once it is too much, every further piece is asked about, so that nothing goes on with small ones.
        if (InUse() + (long)size <= ceiling)
            return false;
        Interlocked.Exchange(ref s_sinceAsked, Stride);
        return true;
    }

    private static long InUse()
    {
        if (MallInfo is null)
            return 0;
        var use = MallInfo();
        return (long)(use.InArenas + use.Mapped);
    }

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
