namespace GitEdge.Inference.Models;

/// <summary>Versions became defaults.</summary>
/// <param name="Took">From the decision to the pointer being changed.</param>
/// <param name="Previous">The default of each model before; null where there was none.</param>
internal sealed record PromoteResult(TimeSpan Took, IReadOnlyDictionary<string, string?> Previous);
