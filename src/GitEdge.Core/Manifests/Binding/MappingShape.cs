using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A mapping with known fields.</summary>
/// <param name="build">
/// Declares every field and builds the value. Run to bind, and once more without a node to learn the fields for the
/// schema: it must name every field in every run and must not look into the values.
/// </param>
/// <param name="check">Rules between the fields; run only when all of them are good.</param>
internal sealed class MappingShape<T>(Func<Fields, T> build, Action<T, ManifestMapping, ProblemList>? check = null)
    : Shape<T>
{
    /// <summary>True for a mapping of which exactly one field is given.</summary>
    public bool ExactlyOne { get; init; }

    public override bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        [MaybeNullWhen(false)] out T value
    )
    {
        value = default;
        if (node is not ManifestMapping mapping)
        {
            problems.WrongKind(node, label, "a mapping");
            return false;
        }
        var before = problems.Count;
        var fields = new Fields(mapping, label, problems);
        value = build(fields);
        fields.ReportUnknown();
        if (ExactlyOne && mapping.Fields.Count != 1)
        {
            problems.Add(
                node.At,
                $"{label} has {mapping.Fields.Count} fields",
                $"give exactly one of: {string.Join(", ", fields.Declared.Select(field => field.Name))}"
            );
        }
        if (problems.Count == before)
            check?.Invoke(value, mapping, problems);
        return problems.Count == before;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        var fields = new Fields(null, "", new ProblemList());
        build(fields);
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        if (ExactlyOne)
        {
            writer.WriteNumber("minProperties", 1);
            writer.WriteNumber("maxProperties", 1);
        }
        if (fields.Declared.Any(field => field.IsRequired))
            WriteRequired(writer, fields);
        writer.WriteStartObject("properties");
        foreach (var field in fields.Declared)
        {
            writer.WriteStartObject(field.Name);
            writer.WriteString("description", field.Description);
            field.WriteSchema(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteRequired(Utf8JsonWriter writer, Fields fields)
    {
        writer.WriteStartArray("required");
        foreach (var field in fields.Declared.Where(field => field.IsRequired))
            writer.WriteStringValue(field.Name);
        writer.WriteEndArray();
    }
}
