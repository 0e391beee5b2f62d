namespace GitEdge.Agent.Cli;

/// <summary>What every command of <c>gitedge</c> ends with; scripts may rely on it. docs/operations.md has the same table.</summary>
internal enum ExitCode
{
    /// <summary>Done, or all is as it should be.</summary>
    Ok = 0,

    /// <summary>
    /// Something is not as it should be: a condition, a check, or something outside such as git, the network or the disk.
    /// The output says what.
    /// </summary>
    Failure = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>What was given is not acceptable: manifests with problems, a signature that does not hold.</summary>
    Rejected = 3,

    /// <summary>
    /// Not known, or not allowed by the state of things: no status, uncommitted changes, a release whose time has not come.
    /// Nothing was changed.
    /// </summary>
    Unavailable = 4,
}
