using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Onnx;

/// <summary>
/// The runtime's settings for the whole process, the same for serving and for trials, so that what is measured is what will
/// serve.
/// </summary>
internal static class OnnxEnvironment
{
    // Debian's policy reserves it for a folder that never exists (Debian Policy 9.1.1).
    private const string NoFolder = "/nonexistent";

    private static readonly Lock Creating = new();
    private static bool s_created;

    /// <summary>ONNX Runtime's version.</summary>
    public static string Version
    {
        get
        {
            Create(Environment.ProcessorCount);
            return OrtEnv.Instance().GetVersionString();
        }
    }

    /// <summary>
    /// Creates the runtime's environment, once, before anything else touches it: one thread pool for all sessions, so
    /// that versions side by side do not multiply threads; threads that sleep instead of spinning; nothing reported to
    /// anyone.
    /// </summary>
    /// <param name="threads">Threads that work on one request together; the first call decides.</param>
    public static void Create(int threads)
    {
        lock (Creating)
        {
            if (!s_created)
                CreateOnce(threads);
            s_created = true;
        }
    }

    /// <summary>Options of a session in that environment.</summary>
    public static SessionOptions SessionOptions()
    {
        Create(Environment.ProcessorCount);
        var options = new SessionOptions { ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.DisablePerSessionThreads();
        options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        // Second fences behind ModelGuard: no other format, and nothing beside a model to be found.
        options.AddSessionConfigEntry("session.load_model_format", "ONNX");
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", NoFolder);
        return options;
    }

    private static void CreateOnce(int threads)
    {
        using var threading = new OrtThreadingOptions
        {
            GlobalIntraOpNumThreads = threads,
            GlobalInterOpNumThreads = 1,
            GlobalSpinControl = false,
        };
        var options = new EnvironmentCreationOptions
        {
            logId = "gitedge-inference",
            // What fails is an exception here and told there. A line for each failed request would fill the journal, and a
            // trial's parent reads standard error, where a line must not be of the model's making.
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            threadOptions = threading,
        };
        OrtEnv.CreateInstanceWithOptions(ref options).DisableTelemetryEvents();
    }
}
