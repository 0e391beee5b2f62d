using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>Whether a model can run on a device at all, told from the manifest before a byte is downloaded.</summary>
public static class FitCheck
{
    /// <summary>Every misfit, each with its cure; empty means nothing known speaks against the model.</summary>
    /// <param name="requires">What the manifest says the model needs; null asks nothing.</param>
    /// <param name="download">Bytes still to be downloaded; 0 when the store has them.</param>
    /// <param name="facts">What the device has.</param>
    public static IReadOnlyList<Misfit> Check(ModelRequirements? requires, long download, DeviceFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Misfit?[] found =
        [
            Disk(download, facts.FreeDisk),
            Memory(requires?.Memory, facts.FreeMemory),
            Provider(requires?.Provider, facts.Providers),
            Opset(requires?.Opset, facts.MaximumOpset),
            Runtime(requires?.Runtime, facts.RuntimeVersion),
        ];
        return [.. found.OfType<Misfit>()];
    }

    /// <summary>Whether one opset fits; also for the opset read from the model itself.</summary>
    /// <returns>Null when it fits or too little is known.</returns>
    public static Misfit? Opset(int? asked, int? maximum) => asked > maximum
        ? new Misfit(FitReason.Opset,
            $"The model uses operator set {asked}; the runtime on this device implements up to {maximum}.",
            $"Export the model with opset {maximum} or lower, or update gitedge-inference on the device.")
        : null;

    private static Misfit? Disk(long download, long? free) => download > free
        ? new Misfit(FitReason.Disk,
            $"{ByteText.Of(download)} have to be downloaded; {ByteText.Of(free.Value)} are free.",
            "Free space on the file system of the store, or prune old generations.")
        : null;

    private static Misfit? Memory(long? asked, long? free) => asked > free
        ? new Misfit(FitReason.Memory,
            $"The model needs {ByteText.Of(asked.Value)} of memory; {ByteText.Of(free.Value)} are available.",
            "Choose a smaller variant for this hardware, set swap: cold, or stop other workloads.")
        : null;

    private static Misfit? Provider(string? asked, IReadOnlyList<string>? offered) =>
        asked is not null && offered is not null && !offered.Contains(asked, StringComparer.Ordinal)
            ? new Misfit(FitReason.Provider,
                $"The model needs {asked}; the runtime on this device offers {string.Join(", ", offered)}.",
                "Name a provider the device has, or select devices with that hardware by label.")
            : null;

    private static Misfit? Runtime(string? asked, string? present) =>
        asked is not null && present is not null && !RuntimeVersion.IsAtLeast(present, asked)
            ? new Misfit(FitReason.Runtime,
                $"The model needs ONNX Runtime {asked}; this device has {present}.",
                "Update gitedge-inference on the device, or lower requires.runtime in the profile.")
            : null;
}
