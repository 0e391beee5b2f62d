namespace GitEdge.Core.Manifests;

/// <summary>A key of a mapping and its value.</summary>
/// <param name="Key">The key, with its place.</param>
/// <param name="Value">The value.</param>
public sealed record ManifestField(ManifestScalar Key, ManifestNode Value);
