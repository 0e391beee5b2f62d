namespace GitEdge.Agent.Tests.Agent;

/// <summary>Tests that run a whole device follow one another: each has a model server, trials and clocks that mind the load.</summary>
[CollectionDefinition(Name)]
public sealed class AgentCollection
{
    public const string Name = "Whole device";
}
