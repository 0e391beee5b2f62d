using GitEdge.Core.Primitives;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>What has become of a call.</summary>
/// <param name="Record">What is remembered now: what is committed, what is under way, what was put back last.</param>
/// <param name="Faults">Everything that went wrong; empty when what was asked for is so.</param>
internal sealed record TuningResult(TuningRecord Record, IReadOnlyList<Fault> Faults)
{
    /// <summary>What was asked for is so.</summary>
    public bool IsDone => Faults.Count == 0;
}
