using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Manifests;

/// <summary>One kind of manifest: how it is bound and how its JSON Schema reads.</summary>
public sealed class ManifestKind<T>
    where T : class
{
    private readonly Shape<T> _shape;

    internal ManifestKind(string name, string title, Shape<T> shape)
    {
        Name = name;
        Title = title;
        _shape = shape;
    }

    /// <summary>The value of the field <c>kind</c>.</summary>
    public string Name { get; }

    /// <summary>One sentence on what it is for.</summary>
    public string Title { get; }

    /// <summary>The manifest a tree stands for, or everything that is wrong with it.</summary>
    public Validated<T> Bind(ManifestNode root)
    {
        var problems = new ProblemList();
        return _shape.TryBind(root, "", problems, out var manifest)
            ? Validation.Valid(manifest)
            : Validation.Invalid<T>(problems.All);
    }

    /// <summary>JSON Schema, draft 7 (which editors know best), indented, with a final line feed.</summary>
    public string Schema()
    {
        using var bytes = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                bytes,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            writer.WriteString("title", Name);
            writer.WriteString("description", Title);
            _shape.WriteSchema(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
