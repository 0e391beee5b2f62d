namespace GitEdge.Agent.Bus;

/// <summary>What the agent is called on the system's bus. Part of what other programs rely on.</summary>
internal static class AgentBusNames
{
    /// <summary>The name, and the interface of its one object.</summary>
    public const string Name = "io.gitedge.Agent1";

    /// <summary>The object.</summary>
    public const string Path = "/io/gitedge/Agent1";

    /// <summary>The error of RollBack when nothing is in probation.</summary>
    public const string NothingInProbation = "io.gitedge.Agent1.Error.NothingInProbation";

    /// <summary>The error of Pause and Resume when the disk refuses.</summary>
    public const string NotKept = "io.gitedge.Agent1.Error.NotKept";
}
