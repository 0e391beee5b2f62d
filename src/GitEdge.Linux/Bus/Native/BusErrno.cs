using System.Runtime.InteropServices;

namespace GitEdge.Linux.Bus.Native;

/// <summary>What sd-bus's error numbers mean here.</summary>
internal static class BusErrno
{
    private const int TooManyArguments = 7; // E2BIG
    private const int NoBuffers = 105; // ENOBUFS
    private const int MessageTooLong = 90; // EMSGSIZE

    /// <summary>Throws when a call on the bus itself failed.</summary>
    internal static int Checked(int result, string operation) => result >= 0 ? result : throw Of(result, operation);

    /// <summary>Throws when something could not be written into a message: too large, or a path, name or signature that is none.</summary>
    internal static int Written(int result, string operation) => result switch
    {
        >= 0 => result,
        -(int)LinuxError.Invalid => throw new ArgumentException($"{operation}: not a valid bus name, path or signature, or not what the container takes.", nameof(operation)),
        _ => throw Of(result, operation),
    };

    /// <summary>Throws when something else is in a message than was asked for, or nothing.</summary>
    internal static int Read(int result, string operation) => result > 0
        ? result
        : throw new BusException(BusErrorNames.InconsistentMessage, $"{operation}: the message holds something else ({Words(result)}).");

    /// <summary>The exception for a negative result.</summary>
    internal static BusException Of(int result, string operation) => new(
        -result is TooManyArguments or NoBuffers or MessageTooLong ? BusErrorNames.LimitsExceeded
            : -result is (int)LinuxError.AccessDenied or (int)LinuxError.NotPermitted ? BusErrorNames.AccessDenied
            : BusErrorNames.Disconnected,
        $"{operation}: {Words(result)}.");

    private static string Words(int result) => result == 0 ? "it has ended" : $"{Marshal.GetPInvokeErrorMessage(-result)}, errno {-result}";
}
