using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A list of the same kind of thing.</summary>
/// <param name="item">The shape of one item.</param>
/// <param name="least">Least number of items.</param>
/// <param name="greatest">Greatest number of items.</param>
/// <param name="identity">What must differ between items, or null when nothing must.</param>
internal sealed class ListShape<T>(Shape<T> item, int least, int greatest, Func<T, string>? identity = null)
    : Shape<IReadOnlyList<T>>
{
    public override bool TryBind(ManifestNode node, string label, ProblemList problems, out IReadOnlyList<T> value)
    {
        value = [];
        if (node is not ManifestSequence sequence)
        {
            problems.WrongKind(node, label, "a list");
            return false;
        }
        var before = problems.Count;
        if (sequence.Items.Count < least || sequence.Items.Count > greatest)
            problems.Add(node.At, $"{label} has {sequence.Items.Count} items", $"give {least} to {greatest} items");
        var bound = new List<T>(sequence.Items.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, child) in sequence.Items.Index())
        {
            if (!item.TryBind(child, $"{label}[{index}]", problems, out var one))
                continue;
            bound.Add(one);
            if (identity?.Invoke(one) is { } name && !seen.Add(name))
                problems.Add(
                    child.At,
                    $"{label} has {Quoting.Of(name)} twice",
                    "remove or rename one of them",
                    ManifestRule.DuplicateName
                );
        }
        value = bound;
        return problems.Count == before;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteNumber("minItems", least);
        writer.WriteNumber("maxItems", greatest);
    }
}
