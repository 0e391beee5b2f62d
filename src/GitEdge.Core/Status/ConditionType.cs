namespace GitEdge.Core.Status;

/// <summary>What a condition is about; in the order in which a release passes.</summary>
public enum ConditionType
{
    /// <summary>The device's own state could be read and written.</summary>
    StateKept,

    /// <summary>The repository could be read.</summary>
    GitReachable,

    /// <summary>Everything the repository offers is signed, new, consistent and valid for this device.</summary>
    ReleaseTrusted,

    /// <summary>The accepted release runs, or is on its way.</summary>
    ReleaseDeployed,

    /// <summary>The server answers and serves what was committed.</summary>
    Serving,

    /// <summary>What lies beside the slots, containers and settings, is as it was committed.</summary>
    SystemKept,
}
