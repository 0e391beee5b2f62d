using GitEdge.Core.Primitives;

namespace GitEdge.Core.Fleet;

/// <summary>A line of GITEDGE.lock: a file of the release and what it must contain.</summary>
/// <param name="Path">Path relative to the repository, with forward slashes.</param>
/// <param name="Digest">The file's digest.</param>
public sealed record LockedFile(string Path, Sha256Digest Digest);
