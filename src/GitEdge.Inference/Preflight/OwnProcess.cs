using System.Globalization;
using System.Runtime.InteropServices;

namespace GitEdge.Inference.Preflight;

/// <summary>What this process may take, and what it has taken: a trial sets its own limits before it meets the model.</summary>
internal static partial class OwnProcess
{
    private const int SigKill = 9;
    private const int PrSetParentDeathSignal = 1;
    private const int PrSetNoNewPrivileges = 38;
    private const int RlimitFileSize = 1;
    private const int RlimitData = 2;
    private const int RlimitCore = 4;
    private const int LowPriority = 10;

    /// <summary>
    /// Ends this process with its parent, makes it the first to go when memory runs out,
    /// and lets everything else go before it on the processor.
    /// </summary>
    /// <param name="parent">The process id of the parent.</param>
    /// <returns>False when the parent has gone already.</returns>
    public static bool TryTieTo(int parent)
    {
        if (!TryEndWith(parent))
            return false;
        TryWrite("/proc/self/oom_score_adj", "1000");
        // On Linux niceness belongs to a thread; those to come inherit it from the one that starts them.
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
            _ = setpriority(0, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), LowPriority);
        return true;
    }

    /// <summary>Ends this process with the thread that started it (prctl(2), PR_SET_PDEATHSIG).</summary>
    /// <param name="parent">The process id of the parent.</param>
    /// <returns>False when the parent has gone already.</returns>
    public static bool TryEndWith(int parent)
    {
        _ = prctl(PrSetParentDeathSignal, SigKill, 0, 0, 0);
        // The parent may have died before the line above, and its signal with it.
        return getppid() == parent;
    }

    /// <summary>
    /// Takes from this process what a trial does not need: no program it starts gains privileges (PR_SET_NO_NEW_PRIVS, of this
    /// thread and all that follow from it, the runtime's among them), no file grows by a byte (RLIMIT_FSIZE; what it prints
    /// goes into a pipe), no core is left. Neither limit can be raised again without privileges.
    /// </summary>
    /// <returns>False when the kernel grants one of them not.</returns>
    public static bool TryConfine()
    {
        var none = default(ResourceLimit);
        return prctl(PrSetNoNewPrivileges, 1, 0, 0, 0) == 0
            & setrlimit(RlimitFileSize, in none) == 0
            & setrlimit(RlimitCore, in none) == 0;
    }

    /// <summary>Ends the process by SIGALRM after that time, whatever it is doing.</summary>
    public static void EndAfter(TimeSpan time)
    {
        _ = alarm((uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue));
    }

    /// <summary>
    /// Lets allocations fail that go beyond what is taken now and <paramref name="bytes"/> more (RLIMIT_DATA: private
    /// writable memory, touched or not). A model that asks for the moon gets an error instead of the device.
    /// </summary>
    public static void LimitGrowth(long bytes)
    {
        var limit = (nuint)(Status("VmData:") + bytes);
        var both = new ResourceLimit(limit, limit);
        _ = setrlimit(RlimitData, in both);
    }

    /// <summary>Resident bytes.</summary>
    public static long Resident() => Status("VmRSS:");

    /// <summary>Greatest resident bytes since the start or the last <see cref="ForgetPeak"/>.</summary>
    public static long Peak() => Status("VmHWM:");

    /// <summary>Begins a new measurement of the peak (proc(5), clear_refs 5).</summary>
    public static void ForgetPeak() => TryWrite("/proc/self/clear_refs", "5");

    /// <summary>Memory the device could still give without swapping, bytes; null where /proc/meminfo is hidden (ProcSubset=pid).</summary>
    public static long? AvailableMemory() => File.Exists("/proc/meminfo") ? Kilobytes("/proc/meminfo", "MemAvailable:") : null;

    private static long Status(string key) => Kilobytes("/proc/self/status", key);

    // A sandbox may forbid either; the trial is then measured a little less well, and the parent's limits still hold.
    private static void TryWrite(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file}: {e.Message}");
        }
    }

    private static long Kilobytes(string file, string key)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(nuint Soft, nuint Hard);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getppid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, int who, int priority);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setrlimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint alarm(uint seconds);
}
