namespace GitEdge.Agent.Cli.Output;

/// <summary>How the commands that only look end; docs/operations.md has the table.</summary>
internal static class ViewExitCode
{
    /// <summary>All is as it should be.</summary>
    public const int Ok = 0;

    /// <summary>Something is not as it should be; the output says what.</summary>
    public const int NotOk = 1;

    /// <summary>What was given is refused: manifests with problems, a release that does not hold.</summary>
    public const int Rejected = 3;

    /// <summary>What was asked about cannot be known: the file is missing, damaged or out of date.</summary>
    public const int NotKnown = 4;
}
