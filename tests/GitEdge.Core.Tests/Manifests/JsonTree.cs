using System.Text.Json;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Manifests;

/// <summary>Makes manifest trees from JSON, which is how YAML would be read in flow style; line and column count nodes.</summary>
internal static class JsonTree
{
    public static ManifestNode Parse(string json, string file = "test.yaml")
    {
        using var document = JsonDocument.Parse(
            json,
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var line = 0;
        return Convert(document.RootElement, file, ref line);
    }

    private static ManifestNode Convert(JsonElement element, string file, ref int line)
    {
        var at = new SourceLocation(file, ++line, 1);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = new List<ManifestField>();
                foreach (var property in element.EnumerateObject())
                    fields.Add(
                        new ManifestField(
                            new ManifestScalar(new SourceLocation(file, ++line, 1), property.Name, IsPlain: false),
                            Convert(property.Value, file, ref line)
                        )
                    );
                return new ManifestMapping(at, fields);
            case JsonValueKind.Array:
                var items = new List<ManifestNode>();
                foreach (var item in element.EnumerateArray())
                    items.Add(Convert(item, file, ref line));
                return new ManifestSequence(at, items);
            case JsonValueKind.String:
                return new ManifestScalar(at, element.GetString()!, IsPlain: false);
            default:
                return new ManifestScalar(at, element.GetRawText(), IsPlain: true);
        }
    }
}
