namespace GitEdge.Core.Manifests;

/// <summary>A list.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Items">Its items, in order.</param>
public sealed record ManifestSequence(SourceLocation At, IReadOnlyList<ManifestNode> Items) : ManifestNode(At);
