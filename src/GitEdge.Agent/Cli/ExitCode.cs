namespace GitEdge.Agent.Cli;

/// <summary>What <c>gitedge</c> ends with; scripts may rely on it.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Something outside failed: git, the network, the disk. The message says what; trying again may help.</summary>
    Failure = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>What was given is not acceptable: manifests with problems, a signature that does not hold.</summary>
    Rejected = 3,

    /// <summary>The state of things does not allow it yet: uncommitted changes, no signing key. Nothing was changed.</summary>
    Refused = 4,
}
