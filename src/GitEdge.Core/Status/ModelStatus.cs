using GitEdge.Core.Primitives;

namespace GitEdge.Core.Status;

/// <summary>A model as the serving process reports it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">The generation it belongs to.</param>
/// <param name="Digest">Digest of the bytes the process loaded.</param>
/// <param name="Ready">True when it answers.</param>
/// <param name="Default">True when it answers requests that name no version.</param>
public sealed record ModelStatus(string Name, long Version, Sha256Digest Digest, bool Ready, bool Default);
