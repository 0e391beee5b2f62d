namespace GitEdge.Agent;

/// <summary>Stable codes for what the agent finds out about itself and its surroundings; docs/reasons.md explains each.</summary>
internal static class AgentReason
{
    /// <summary>A state file, or one of its two copies, could not be read.</summary>
    public const string StateDamaged = "state-damaged";

    /// <summary>The model server does not answer.</summary>
    public const string ServerUnreachable = "server-unreachable";

    /// <summary>What is repaired drifts again and again.</summary>
    public const string DriftBudgetSpent = "drift-budget-spent";

    /// <summary>What ran was recalled, and was stopped because nothing good was before it.</summary>
    public const string Stopped = "stopped";

    /// <summary>A file of the release under way is not at hand.</summary>
    public const string ReleaseFileMissing = "release-file-missing";

    /// <summary>Another agent works on the same root folder.</summary>
    public const string AlreadyRunning = "already-running";

    /// <summary>An operator wants nothing new begun.</summary>
    public const string Paused = "paused";

    /// <summary>Something nobody thought of.</summary>
    public const string Unexpected = "unexpected";
}
