namespace GitEdge.Linux.Systemd;

/// <summary>How a job of systemd's ended (org.freedesktop.systemd1(5), JobRemoved).</summary>
public enum JobResult
{
    /// <summary>In a way this version does not know.</summary>
    Unknown,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>Another job took its place.</summary>
    Canceled,

    /// <summary>The job took longer than its JobTimeoutSec=. A unit that does not start within its own time has <see cref="Failed"/>.</summary>
    Timeout,

    /// <summary>The unit failed.</summary>
    Failed,

    /// <summary>A unit that it needs failed.</summary>
    Dependency,

    /// <summary>There was nothing to do it with: reloading what does not run.</summary>
    Skipped,

    /// <summary>It had not ended when nobody waited any more; systemd goes on with it.</summary>
    Unfinished,
}
