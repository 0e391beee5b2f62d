namespace GitEdge.Core.Manifests.Binding;

/// <summary>Collects what is wrong while a tree is bound.</summary>
internal sealed class ProblemList
{
    private readonly List<ManifestProblem> _problems = [];

    public int Count => _problems.Count;

    public IReadOnlyList<ManifestProblem> All => _problems;

    public void Add(SourceLocation at, string what, string cure, ManifestRule rule = ManifestRule.Schema) =>
        _problems.Add(new ManifestProblem(at, what, cure, rule));

    /// <summary>The node is of another kind than the field wants.</summary>
    public void WrongKind(ManifestNode node, string label, string expected, string? cure = null)
    {
        var cureOrShape = cure ?? $"give {label} {expected}";
        Add(node.At, $"{label} is {Describe(node)}, not {expected}", cureOrShape);
    }

    private static string Describe(ManifestNode node) =>
        node switch
        {
            ManifestMapping => "a mapping",
            ManifestSequence => "a list",
            ManifestScalar { Kind: ScalarKind.Null } => "empty",
            ManifestScalar { Kind: ScalarKind.Boolean } scalar => $"the boolean {scalar.Text}",
            ManifestScalar { Kind: ScalarKind.Integer or ScalarKind.Number } scalar => $"the number {scalar.Text}",
            ManifestScalar scalar => Quoting.Of(scalar.Text),
            _ => "something else",
        };
}
