namespace GitEdge.Linux.Systemd;

/// <summary>A service as systemd sees it (org.freedesktop.systemd1(5)).</summary>
public sealed record UnitState
{
    /// <summary><c>loaded</c>, <c>not-found</c>, <c>masked</c>, <c>error</c>, …</summary>
    public required string LoadState { get; init; }

    /// <summary><c>active</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c>, …</summary>
    public required string ActiveState { get; init; }

    /// <summary><c>running</c>, <c>exited</c>, <c>dead</c>, <c>auto-restart</c>, …</summary>
    public required string SubState { get; init; }

    /// <summary>Whether it has ended, and waits for systemd to start it again by itself (<c>Restart=</c>).</summary>
    public bool IsStartedAgain => SubState is "auto-restart" or "auto-restart-queued";

    /// <summary><c>success</c>, <c>exit-code</c>, <c>oom-kill</c>, <c>timeout</c>, …</summary>
    public required string Result { get; init; }

    /// <summary>What a generator made its file of; empty when it is a file of its own.</summary>
    public string SourcePath { get; init; } = "";

    /// <summary>How often systemd has started it again by itself.</summary>
    public ulong Restarts { get; init; }

    /// <summary>What it may use.</summary>
    public required UnitLimits Limits { get; init; }
}
