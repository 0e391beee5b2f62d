using GitEdge.Agent.Cli.History;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Status;

/// <summary>What the status file says, and what is wrong with it: with both, the status is out of date, or too new to say anything.</summary>
/// <param name="Status">The status; null when there is none to be had.</param>
/// <param name="Problem">Why it is missing or not to be relied on; null when it is fresh.</param>
internal sealed record StatusRead(DeviceStatus? Status, Fault? Problem)
{
    /// <summary>Without a status: what was committed last, which is what should be running.</summary>
    public PastDeployment? LastCommitted { get; init; }
}
