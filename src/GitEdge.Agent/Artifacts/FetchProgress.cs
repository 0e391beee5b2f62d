namespace GitEdge.Agent.Artifacts;

/// <summary>How far a fetch is.</summary>
/// <param name="Done">Bytes on disk, those of earlier attempts included.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Source">The address in use, fit to be shown.</param>
internal readonly record struct FetchProgress(long Done, long Size, string Source);
