namespace GitEdge.Agent.Cli.Operating;

/// <summary>Stable codes of the commands that ask the agent over the bus; docs/reasons.md explains each.</summary>
internal static class OperatorReason
{
    /// <summary>There is no bus.</summary>
    public const string BusUnreachable = "bus-unreachable";

    /// <summary>No agent is on the bus.</summary>
    public const string AgentUnreachable = "agent-unreachable";

    /// <summary>The user may not.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>There is nothing to go back from.</summary>
    public const string NothingInProbation = "nothing-in-probation";

    /// <summary>The agent tried and could not.</summary>
    public const string AgentFailed = "agent-failed";
}
