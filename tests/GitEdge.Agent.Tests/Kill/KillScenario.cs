namespace GitEdge.Agent.Tests.Kill;

/// <summary>Under what an update is killed.</summary>
public enum KillScenario
{
    /// <summary>A good release, which is committed.</summary>
    GoodUpdate,

    /// <summary>A release that is refused in preflight.</summary>
    BadUpdate,

    /// <summary>A release that misbehaves under traffic and is taken back from probation.</summary>
    Rollback,

    /// <summary>A good release while the disk has not a byte left; afterwards there is room again.</summary>
    FullDisk,

    /// <summary>A good release while the disk is mounted read-only; afterwards it is writable again.</summary>
    ReadOnlyDisk,
}
