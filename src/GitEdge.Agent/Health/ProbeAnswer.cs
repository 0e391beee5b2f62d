using GitEdge.Core.Health;

namespace GitEdge.Agent.Health;

/// <summary>What one probe saw.</summary>
internal sealed record ProbeAnswer(ProbeStatus Status, string Text);
