using GitEdge.Core.Health;
using GitEdge.Inference.Onnx;

namespace GitEdge.Inference.Preflight;

/// <summary>What this runtime offers a candidate.</summary>
internal static class TrialRuntime
{
    /// <summary>Highest version of the default operator set this build of the runtime implements; a test asks it.</summary>
    public const int MaximumOpset = 26;

    /// <summary>The provider everything runs on.</summary>
    public const string Provider = "CPUExecutionProvider";

    /// <summary>ONNX Runtime's version.</summary>
    public static string Version => OnnxEnvironment.Version;

    /// <summary>What this runtime offers; the parent adds what only it knows (disk).</summary>
    public static DeviceFacts Facts => new()
    {
        FreeMemory = OwnProcess.AvailableMemory(),
        // What sessions here run on. GetAvailableProviders also names providers whose libraries are not installed.
        Providers = [Provider],
        RuntimeVersion = Version,
        MaximumOpset = MaximumOpset,
    };
}
