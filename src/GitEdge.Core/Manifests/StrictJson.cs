using System.Text;
using System.Text.Json;

namespace GitEdge.Core.Manifests;

/// <summary>
/// A JSON file (RFC 8259) as a tree of nodes, as strict as signed bytes deserve: UTF-8 without a byte order mark, no
/// comments, no trailing commas, keys that stand twice kept for the binder to report.
/// </summary>
public static class StrictJson
{
    /// <summary>The most bytes a file may have.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;

    /// <summary>The tree of a file; null, with the problem, when it is no such JSON.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="problem">Why there is no tree; null when there is one.</param>
    public static ManifestNode? Read(string file, ReadOnlySpan<byte> content, out ManifestProblem? problem)
    {
        problem = null;
        if (content.Length > MaxBytes)
        {
            problem = Problem(SourceLocation.StartOf(file), $"the file has {content.Length} bytes; at most {MaxBytes} are read");
            return null;
        }
        var places = new LinePlaces(file, content);
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var root = ReadNode(ref reader, places);
            // Throws at anything but white space.
            return reader.Read() ? null : root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what a string answers that is no text: half a surrogate pair, or bytes that are not UTF-8.
            problem = Problem(places.At((int)reader.TokenStartIndex), "the file is not JSON here");
            return null;
        }
    }

    private static ManifestNode ReadNode(ref Utf8JsonReader reader, LinePlaces places)
    {
        var at = places.At((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<ManifestField>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = new ManifestScalar(places.At((int)reader.TokenStartIndex), reader.GetString()!, IsPlain: false);
                    reader.Read();
                    fields.Add(new ManifestField(key, ReadNode(ref reader, places)));
                }
                return new ManifestMapping(at, fields);
            case JsonTokenType.StartArray:
                var items = new List<ManifestNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadNode(ref reader, places));
                return new ManifestSequence(at, items);
            case JsonTokenType.String:
                return new ManifestScalar(at, reader.GetString()!, IsPlain: false);
            default:
                return new ManifestScalar(at, Encoding.UTF8.GetString(reader.ValueSpan), IsPlain: true);
        }
    }

    private static ManifestProblem Problem(SourceLocation at, string what) =>
        new(at, what, "let gitedge write the file, and sign it again", ManifestRule.Yaml);
}
