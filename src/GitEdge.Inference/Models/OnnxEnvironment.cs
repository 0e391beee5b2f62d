using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>The runtime's settings for the whole process.</summary>
internal static class OnnxEnvironment
{
    /// <summary>
    /// Creates the runtime's environment, once, before anything else touches it: one thread pool for all sessions, so
    /// that versions side by side do not multiply threads; threads that sleep instead of spinning; nothing reported to
    /// anyone.
    /// </summary>
    /// <param name="threads">Threads that work on one request together.</param>
    public static void Create(int threads)
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
            // What fails is an exception here and told there; a line for each failed request would fill the journal.
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            threadOptions = threading,
        };
        OrtEnv.CreateInstanceWithOptions(ref options).DisableTelemetryEvents();
    }

    /// <summary>Options of a session in that environment. Weights in other files are sought beside the model only.</summary>
    public static SessionOptions SessionOptions(string folder)
    {
        var options = new SessionOptions { ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.DisablePerSessionThreads();
        options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        return options;
    }
}
