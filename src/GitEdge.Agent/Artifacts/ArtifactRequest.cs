using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>Bytes that are wanted, by what they are, with the places that may have them.</summary>
/// <param name="Digest">What they are.</param>
/// <param name="Size">Exact length in bytes.</param>
/// <param name="Sources"><c>https:</c>, <c>http:</c> or <c>file:</c> addresses, tried in this order.</param>
internal sealed record ArtifactRequest(Sha256Digest Digest, long Size, IReadOnlyList<string> Sources);
