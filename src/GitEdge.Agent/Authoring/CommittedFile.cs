using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Authoring;

/// <summary>A file of a commit that a release must lock.</summary>
/// <param name="Path">Path relative to the repository.</param>
/// <param name="Digest">SHA-256 of its content as Git stores it, which is what devices get.</param>
/// <param name="Content">Its content; empty for golden files, which may be large.</param>
internal sealed record CommittedFile(string Path, Sha256Digest Digest, ReadOnlyMemory<byte> Content);
