namespace GitEdge.Core.Manifests;

/// <summary>One thing that is wrong with a fleet repository.</summary>
/// <param name="At">Where.</param>
/// <param name="What">What is wrong, in one sentence without a final stop.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="Rule">Which rule it breaks.</param>
public sealed record ManifestProblem(
    SourceLocation At,
    string What,
    string Cure,
    ManifestRule Rule = ManifestRule.Schema
)
{
    /// <summary><c>file:line:column: error: what; fix: cure</c> on one line.</summary>
    public override string ToString() => $"{At}: error: {What}; fix: {Cure}";
}
