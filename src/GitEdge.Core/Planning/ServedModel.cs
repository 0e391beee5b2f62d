using GitEdge.Core.Primitives;

namespace GitEdge.Core.Planning;

/// <summary>One version of a model as the serving process itself reports it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">The version: a generation's number.</param>
/// <param name="Digest">Digest of the bytes the process loaded.</param>
/// <param name="Ready">True when it answers requests.</param>
/// <param name="Default">True when requests that name no version go to it.</param>
public sealed record ServedModel(string Name, long Version, Sha256Digest Digest, bool Ready, bool Default);
