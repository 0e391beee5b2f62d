namespace GitEdge.Core.Health;

/// <summary>Stable reason codes of probation.</summary>
public static class HealthReason
{
    /// <summary>Everything asked for was shown.</summary>
    public const string Ok = "ok";

    /// <summary>The soak is not over.</summary>
    public const string Soaking = "soaking";

    /// <summary>The soak is over, and too few looks in a row were good.</summary>
    public const string Settling = "settling";

    /// <summary>The generation's models do not serve, by the server's own index; the cause may lie outside the release.</summary>
    public const string NotReady = "not-ready";

    /// <summary>The server was restarted more than once within the probation.</summary>
    public const string ServerRestarted = "server-restarted";

    /// <summary>Too many requests fail.</summary>
    public const string ErrorRate = "error-rate";

    /// <summary>Answers with NaN or infinite values.</summary>
    public const string BadOutputs = "bad-outputs";

    /// <summary>The same answer over and over.</summary>
    public const string ConstantOutput = "constant-output";

    /// <summary>Slower than allowed.</summary>
    public const string TooSlow = "too-slow";

    /// <summary>The server's memory grows.</summary>
    public const string MemoryGrowth = "memory-growth";

    /// <summary>A required probe stays failed.</summary>
    public const string ProbeFailed = "probe-failed";

    /// <summary>A required probe cannot be carried out on this device.</summary>
    public const string ProbeUnsupported = "probe-unsupported";

    /// <summary>What was set on the system was put back: the repository was not reached with it in time, or the system refused.</summary>
    public const string PutBack = "put-back";

    /// <summary>All is well, but the repository was not reached since the system was tuned.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>Trouble has been coming and going for too long.</summary>
    public const string DoesNotSettle = "does-not-settle";
}
