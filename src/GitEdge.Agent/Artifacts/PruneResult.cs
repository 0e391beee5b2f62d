namespace GitEdge.Agent.Artifacts;

/// <summary>What pruning removed.</summary>
/// <param name="Files">Blobs and partial files.</param>
/// <param name="Bytes">Their length; disk space comes back when no slot holds them any more.</param>
internal sealed record PruneResult(int Files, long Bytes);
