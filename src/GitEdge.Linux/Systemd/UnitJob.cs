namespace GitEdge.Linux.Systemd;

/// <summary>What systemd is asked to do with a unit.</summary>
public enum UnitJob
{
    /// <summary>StartUnit.</summary>
    Start,

    /// <summary>StopUnit.</summary>
    Stop,

    /// <summary>RestartUnit.</summary>
    Restart,

    /// <summary>ReloadUnit.</summary>
    Reload,
}
