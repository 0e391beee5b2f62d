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

    /// <summary>Resident bytes of this process, proc_pid_statm(5).</summary>
    public static long Resident()
    {
        var fields = File.ReadAllText("/proc/self/statm").Split(' ');
        return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int malloc_trim(nuint pad);
}
