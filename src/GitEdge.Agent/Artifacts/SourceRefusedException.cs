using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>Carries a fault from where a connection would be made up through the http client, and no further.</summary>
internal sealed class SourceRefusedException(Fault fault) : Exception(fault.Message)
{
    /// <summary>What is not allowed.</summary>
    public Fault Fault { get; } = fault;
}
