namespace GitEdge.Core.Health;

/// <summary>What one look came to.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Counters">To be handed in with the next sample.</param>
/// <param name="Counted">What the look adds to the soak; zero when anything was wrong in it.</param>
public sealed record ProbationJudgement(HealthVerdict Verdict, ProbationCounters Counters, TimeSpan Counted);
