using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>How a pass ended.</summary>
/// <param name="Fault">What keeps the device from its desired state; null when nothing does.</param>
/// <param name="RetryAfter">The pause a server asked for.</param>
internal sealed record PassOutcome(Fault? Fault, TimeSpan? RetryAfter);
