using GitEdge.Core.Health;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Preflight;

/// <summary>ONNX Runtime as the server sets it up, so that what is measured is what will serve.</summary>
internal static class TrialRuntime
{
    /// <summary>Highest version of the default operator set this build of the runtime implements; a test asks it.</summary>
    public const int MaximumOpset = 26;

    /// <summary>The provider everything runs on.</summary>
    public const string Provider = "CPUExecutionProvider";

    private static readonly Lazy<OrtEnv> Environment = new(Create);

    /// <summary>ONNX Runtime's version.</summary>
    public static string Version => Environment.Value.GetVersionString();

    /// <summary>What this runtime offers; the parent adds what only it knows (disk).</summary>
    public static DeviceFacts Facts => new()
    {
        FreeMemory = OwnProcess.AvailableMemory(),
        // What sessions here run on. GetAvailableProviders also names providers whose libraries are not installed.
        Providers = [Provider],
        RuntimeVersion = Version,
        MaximumOpset = MaximumOpset,
    };

    /// <summary>Options of one session.</summary>
    public static SessionOptions Options()
    {
        _ = Environment.Value;
        var options = new SessionOptions { ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.DisablePerSessionThreads();
        options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        return options;
    }

    private static OrtEnv Create()
    {
        using var threading = new OrtThreadingOptions
        {
            GlobalIntraOpNumThreads = System.Environment.ProcessorCount,
            GlobalInterOpNumThreads = 1,
            GlobalSpinControl = false,
        };
        var options = new EnvironmentCreationOptions
        {
            logId = "gitedge-inference",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            threadOptions = threading,
        };
        var environment = OrtEnv.CreateInstanceWithOptions(ref options);
        environment.DisableTelemetryEvents();
        return environment;
    }
}
