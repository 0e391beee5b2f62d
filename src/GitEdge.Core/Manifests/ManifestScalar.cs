namespace GitEdge.Core.Manifests;

/// <summary>A single value.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Text">The value, without quotes and escapes.</param>
/// <param name="IsPlain">True when it was written without quotes and so may be a number, a boolean or nothing.</param>
public sealed record ManifestScalar(SourceLocation At, string Text, bool IsPlain) : ManifestNode(At)
{
    /// <summary>What the value is, by the core schema of YAML 1.2 (section 10.3.2).</summary>
    public ScalarKind Kind => IsPlain ? CoreSchema.KindOf(Text) : ScalarKind.Text;
}
