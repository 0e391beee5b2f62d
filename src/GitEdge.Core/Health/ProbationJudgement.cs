namespace GitEdge.Core.Health;

/// <summary>A verdict, and the counters to hand in with the next sample.</summary>
public sealed record ProbationJudgement(HealthVerdict Verdict, ProbationCounters Counters);
