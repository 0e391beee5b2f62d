namespace GitEdge.Linux.Clock;

/// <summary>Whether the system clock can be believed, from what this process may see.</summary>
public static class SystemClock
{
    /// <summary>systemd-timesyncd touches it when it has set the clock since the system started (systemd-timesyncd.service(8)).</summary>
    private const string Synchronised = "/run/systemd/timesync/synchronized";

    /// <summary>
    /// True when the kernel says that a time daemon keeps the clock in step, or where the kernel may not be asked, when
    /// systemd's daemon has left its mark; false when nobody can tell.
    /// </summary>
    public static bool IsSynchronised() => IsSynchronised(KernelClock.IsSynchronised, Synchronised);

    /// <summary>The same, from other places.</summary>
    /// <param name="kernel">What the kernel says; null when it may not be asked.</param>
    /// <param name="mark">The file of systemd's daemon.</param>
    public static bool IsSynchronised(Func<bool?> kernel, string mark) => kernel() ?? File.Exists(mark);
}
