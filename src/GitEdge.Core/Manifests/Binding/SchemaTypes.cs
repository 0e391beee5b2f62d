using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>JSON Schema's names for kinds of scalar.</summary>
internal static class SchemaTypes
{
    private static readonly (ScalarKind Kind, string Name)[] Names =
    [
        (ScalarKind.Text, "string"),
        (ScalarKind.Integer, "integer"),
        (ScalarKind.Number, "number"),
        (ScalarKind.Boolean, "boolean"),
    ];

    public static void Write(Utf8JsonWriter writer, ScalarKind kinds)
    {
        var names = Names.Where(name => kinds.HasFlag(name.Kind)).Select(name => name.Name).ToList();
        if (names.Count == 1)
        {
            writer.WriteString("type", names[0]);
            return;
        }
        writer.WriteStartArray("type");
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
