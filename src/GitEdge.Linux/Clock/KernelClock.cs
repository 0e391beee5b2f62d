using System.Runtime.InteropServices;

namespace GitEdge.Linux.Clock;

/// <summary>What the kernel says about the system clock.</summary>
public static partial class KernelClock
{
    /// <summary>TIME_ERROR of adjtimex(2): the clock is not synchronised.</summary>
    private const int NotSynchronised = 5;

    /// <summary>Larger than struct timex on every architecture.</summary>
    private const int RoomForTimex = 512;

    /// <summary>
    /// Whether a time daemon keeps the clock in step with a reference; null when the process may not ask, as under
    /// systemd's ProtectClock=.
    /// </summary>
    public static bool? IsSynchronised()
    {
        // All zero: modes = 0, which only reads.
        Span<byte> timex = stackalloc byte[RoomForTimex];
        timex.Clear();
        var state = ReadClock(ref MemoryMarshal.GetReference(timex));
        return state < 0 ? null : state != NotSynchronised;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int ReadClock(ref byte timex);
}
