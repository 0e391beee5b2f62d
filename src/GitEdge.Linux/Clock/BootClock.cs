using System.Runtime.InteropServices;

namespace GitEdge.Linux.Clock;

/// <summary>The clock that nobody can set: time since the machine was started, asleep or awake.</summary>
public static partial class BootClock
{
    /// <summary>CLOCK_BOOTTIME of linux/time.h.</summary>
    private const int BootTime = 7;

    /// <summary>Time since the boot, with the time asleep (clock_gettime(2)).</summary>
    /// <exception cref="LinuxException">The kernel has no such clock.</exception>
    public static TimeSpan SinceBoot()
    {
        if (ReadClock(BootTime, out var time) != 0)
            throw new LinuxException("clock_gettime", "CLOCK_BOOTTIME", Marshal.GetLastPInvokeError());
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000);
    }

    /// <summary>Which boot this is: a UUID that the kernel makes anew each time (random(4)).</summary>
    /// <exception cref="IOException">/proc is not mounted.</exception>
    public static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ReadClock(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
