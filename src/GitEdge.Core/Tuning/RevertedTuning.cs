namespace GitEdge.Core.Tuning;

/// <summary>A tuning that was put back last.</summary>
/// <param name="Generation">Whose.</param>
/// <param name="Reason">Why.</param>
public sealed record RevertedTuning(long Generation, string Reason);
