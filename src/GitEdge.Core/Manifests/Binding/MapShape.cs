using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A mapping whose keys are the author's own, such as labels.</summary>
/// <param name="key">The form of a key.</param>
/// <param name="item">The shape of a value.</param>
internal sealed class MapShape<T>(TextShape<string> key, Shape<T> item) : Shape<IReadOnlyDictionary<string, T>>
{
    private const int Most = 256;

    public override bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        out IReadOnlyDictionary<string, T> value
    )
    {
        var bound = new Dictionary<string, T>(StringComparer.Ordinal);
        value = bound;
        if (node is not ManifestMapping mapping)
        {
            problems.WrongKind(node, label, "a mapping");
            return false;
        }
        var before = problems.Count;
        Keys.ReportDuplicates(mapping, label, problems);
        if (mapping.Fields.Count > Most)
            problems.Add(node.At, $"{label} has {mapping.Fields.Count} keys", $"give at most {Most}");
        foreach (var field in mapping.Fields)
        {
            if (!key.Matches(field.Key.Text))
                problems.Add(
                    field.Key.At,
                    $"the key {Quoting.Of(field.Key.Text)} of {label} is not {key.Expected}",
                    $"give {key.Expected}"
                );
            if (item.TryBind(field.Value, $"{label}.{Quoting.Of(field.Key.Text)}", problems, out var one))
                bound[field.Key.Text] = one;
        }
        return problems.Count == before;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteNumber("maxProperties", Most);
        writer.WriteStartObject("patternProperties");
        writer.WriteStartObject($"^(?:{key.Pattern})$");
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
    }
}
