namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Carries a fault from a wire up to libgit2's callback and no further: there is a C library in between.
/// </summary>
internal sealed class WireFailureException(GitFault fault) : Exception(fault.ToString())
{
    /// <summary>What happened.</summary>
    public GitFault Fault { get; } = fault;
}
