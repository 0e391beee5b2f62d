namespace GitEdge.Agent.Cli.Status;

/// <summary>Stable codes of a status that cannot be relied on; docs/reasons.md explains each.</summary>
internal static class StatusReason
{
    /// <summary>There is no status file.</summary>
    public const string StatusMissing = "status-missing";

    /// <summary>The file is not a status.</summary>
    public const string StatusTorn = "status-torn";

    /// <summary>The user may not read it.</summary>
    public const string StatusUnreadable = "status-unreadable";

    /// <summary>The clock was set back.</summary>
    public const string StatusFromTheFuture = "status-from-the-future";

    /// <summary>The agent has not written for too long.</summary>
    public const string StatusStale = "status-stale";

    /// <summary>The agent has not heard of its repository yet.</summary>
    public const string NotReachedYet = "not-reached-yet";
}
