using GitEdge.Core.Scheduling;

namespace GitEdge.Agent;

/// <summary>How a pass ended, as far as the next one is concerned.</summary>
/// <param name="Poll">How soon to try again.</param>
/// <param name="RetryAfter">The pause a server asked for.</param>
internal sealed record PassOutcome(PollOutcome Poll, TimeSpan? RetryAfter);
