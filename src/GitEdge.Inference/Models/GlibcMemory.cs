using System.Globalization;
using System.Runtime.InteropServices;

namespace GitEdge.Inference.Models;

/// <summary>The C library's heap, and what of it is resident.</summary>
internal static partial class GlibcMemory
{
    /// <summary>Gives free memory back to the kernel; without it, most of an unloaded model stays resident.</summary>
    public static void Trim()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no malloc_trim and gives memory back by itself.
        }
    }

    /// <summary>
    /// Has blocks of a mebibyte and more taken from the kernel one by one and given back when freed. By itself the C library
    /// keeps ever larger ones on its heap (mallopt(3), the dynamic threshold), where one small block holds them all.
    /// </summary>
    public static void GiveBackLargeBlocks()
    {
        const int MmapThreshold = -3;
        try
        {
            _ = mallopt(MmapThreshold, 1 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl's threshold is fixed.
        }
    }

    /// <summary>Resident bytes of this process, proc_pid_statm(5).</summary>
    public static long Resident()
    {
        var fields = File.ReadAllText("/proc/self/statm").Split(' ');
        return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int malloc_trim(nuint pad);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
