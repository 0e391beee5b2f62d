using GitEdge.Core.Primitives;
using GitEdge.Linux;

namespace GitEdge.Agent;

/// <summary>What the local disk refused, as a fault a person can act on.</summary>
internal static class DiskFault
{
    public const string Full = "disk-full";
    public const string ReadOnly = "disk-read-only";
    public const string Denied = "disk-access-denied";
    public const string Busy = "file-in-use";
    public const string Failed = "disk-failed";

    /// <summary>Whether <paramref name="exception"/> is the disk's doing rather than a mistake of ours.</summary>
    public static bool IsDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The fault behind an exception of a file call made below <paramref name="place"/>.</summary>
    public static Fault From(Exception exception, string place) => LinuxErrors.Of(exception) switch
    {
        LinuxError.NoSpace or LinuxError.QuotaExceeded => NoSpace($"The disk of '{place}' is full: {exception.Message}", place),
        LinuxError.ReadOnly => new Fault(FaultKind.Waiting, ReadOnly,
            $"The disk of '{place}' is read-only: {exception.Message}",
            $"The kernel mounts a failing file system read-only: see 'dmesg'; repair it, then 'mount -o remount,rw' for '{place}'."),
        LinuxError.AccessDenied or LinuxError.NotPermitted => new Fault(FaultKind.Waiting, Denied,
            $"'{place}' may not be changed: {exception.Message}",
            $"Give the service's user the ownership of '{place}' again; installing the package again does."),
        LinuxError.Busy => new Fault(FaultKind.Transient, Busy,
            $"Something else is using a file below '{place}': {exception.Message}",
            "Check that only one agent runs on this directory."),
        _ => new Fault(FaultKind.Transient, Failed,
            $"The disk of '{place}' refused: {exception.Message}",
            $"If it stays, look at 'dmesg' for the disk of '{place}' and check its file system."),
    };

    /// <summary>There is not enough room; waiting helps only when somebody makes some.</summary>
    public static Fault NoSpace(string message, string place) => new(FaultKind.Waiting, Full, message,
        $"Make room on the disk of '{place}' ('journalctl --vacuum-size=50M' and 'podman image prune' often help), or release a smaller model.");
}
