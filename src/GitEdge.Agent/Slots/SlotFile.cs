using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Slots;

/// <summary>A file a slot must hold.</summary>
/// <param name="Path">Path relative to the slot.</param>
/// <param name="Digest">Its bytes.</param>
/// <param name="Size">Their exact length.</param>
internal sealed record SlotFile(string Path, Sha256Digest Digest, long Size);
