using GitEdge.Core.Health;

namespace GitEdge.Agent.Health;

/// <summary>What one probe saw.</summary>
/// <param name="Status">Whether it is as it should be.</param>
/// <param name="Text">For a person.</param>
/// <param name="IsFresh">False for an earlier answer that was remembered.</param>
internal sealed record ProbeAnswer(ProbeStatus Status, string Text, bool IsFresh = true);
