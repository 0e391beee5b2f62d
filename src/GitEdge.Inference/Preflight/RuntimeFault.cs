using GitEdge.Core.Health;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Preflight;

/// <summary>Tells an allocation that was refused from every other error of the runtime.</summary>
internal static class RuntimeFault
{
    public static PreflightVerdict Of(OnnxRuntimeException error, string reason, string message, string cure) =>
        IsOutOfMemory(error.Message)
            ? PreflightVerdict.Refuse(PreflightReason.TooMuchMemory, $"{message} It asked for more memory than the trial may have.",
                "Raise golden.memory if the device has more to give, or choose a smaller variant for this hardware.")
            : PreflightVerdict.Refuse(reason, message, cure);

    /// <summary>Whether the runtime has no such operator, or not for these types; its own mark in its messages.</summary>
    public static bool IsNotImplemented(string message) => message.Contains("[ErrorCode:NotImplemented]", StringComparison.Ordinal);

    /// <summary>Whether the runtime complains of memory, not of the model.</summary>
    public static bool IsOutOfMemory(string message) =>
        message.Contains("bad_alloc", StringComparison.Ordinal)
        || message.Contains("bad allocation", StringComparison.Ordinal)
        || message.Contains("Failed to allocate memory", StringComparison.Ordinal);
}
