using System.Runtime.InteropServices;

namespace GitEdge.Bench.Device;

/// <summary>kill(2), without the time that starting /bin/kill takes.</summary>
internal static partial class ProcessSignal
{
    private const int Hup = 1;
    private const int Term = 15;

    /// <summary>Has the agent poll now.</summary>
    public static void PollNow(int process) => Send(process, Hup);

    /// <summary>Ends it in order.</summary>
    public static void Terminate(int process) => Send(process, Term);

    private static void Send(int process, int signal)
    {
        if (kill(process, signal) != 0)
            throw new InvalidOperationException($"kill({process}, {signal}): {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
