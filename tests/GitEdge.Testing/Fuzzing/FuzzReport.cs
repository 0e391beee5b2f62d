namespace GitEdge.Testing.Fuzzing;

/// <summary>What a run over one target came to.</summary>
/// <param name="Inputs">How many inputs were read.</param>
/// <param name="Answers">How many kinds of answer there were.</param>
/// <param name="Slowest">The longest that one input took.</param>
/// <param name="MostBytes">The most that one input allocated.</param>
public sealed record FuzzReport(long Inputs, int Answers, TimeSpan Slowest, long MostBytes);
