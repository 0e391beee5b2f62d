namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Branch gitedge-meta as it was read. Nothing in it is to be believed.</summary>
/// <param name="Commit">The commit that was read; null when there is no such branch.</param>
/// <param name="Local">Where the local branch stood; null when only a remote's is known, or none.</param>
/// <param name="Files">Path → content.</param>
internal sealed record MetaSnapshot(string? Commit, string? Local, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files);
