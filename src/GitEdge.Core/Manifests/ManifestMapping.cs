namespace GitEdge.Core.Manifests;

/// <summary>A mapping, as written: order kept, a key that stands twice included twice.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Fields">Its fields, in order.</param>
public sealed record ManifestMapping(SourceLocation At, IReadOnlyList<ManifestField> Fields) : ManifestNode(At)
{
    /// <summary>The first value of a key, or null.</summary>
    public ManifestNode? this[string key] =>
        Fields.FirstOrDefault(field => string.Equals(field.Key.Text, key, StringComparison.Ordinal))?.Value;
}
