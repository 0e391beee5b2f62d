using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>One thing, or a list of them.</summary>
internal sealed class OneOrManyShape<T>(Shape<T> one, ListShape<T> many) : Shape<IReadOnlyList<T>>
{
    public override bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        [MaybeNullWhen(false)] out IReadOnlyList<T> value
    )
    {
        if (node is ManifestSequence)
            return many.TryBind(node, label, problems, out value);
        var bound = one.TryBind(node, label, problems, out var single);
        value = [single!];
        return bound;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("oneOf");
        writer.WriteStartObject();
        one.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteStartObject();
        many.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
