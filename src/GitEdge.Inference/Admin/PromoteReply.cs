namespace GitEdge.Inference.Admin;

/// <summary>Answer to <c>promote</c>.</summary>
/// <param name="Microseconds">How long the change of the pointer took.</param>
/// <param name="Previous">The default of each model before; null where there was none.</param>
internal sealed record PromoteReply(double Microseconds, IReadOnlyDictionary<string, string?> Previous);
