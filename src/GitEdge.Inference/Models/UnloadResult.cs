namespace GitEdge.Inference.Models;

/// <summary>Versions were taken away.</summary>
/// <param name="Versions">Which; empty when there was nothing to do.</param>
/// <param name="ResidentBytes">Resident memory of the process afterwards.</param>
internal sealed record UnloadResult(IReadOnlyList<string> Versions, long ResidentBytes);
