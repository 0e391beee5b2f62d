namespace GitEdge.Inference.Admin;

/// <summary>Answer to <c>unload</c>.</summary>
/// <param name="Name">The model.</param>
/// <param name="Versions">What was unloaded; empty when there was nothing to do.</param>
/// <param name="ResidentBytes">Resident memory of the process afterwards.</param>
internal sealed record UnloadReply(string Name, IReadOnlyList<string> Versions, long ResidentBytes);
