using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceShape<T>(params (string Word, T Value)[] choices) : Shape<T>
{
    public override bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        [MaybeNullWhen(false)] out T value
    )
    {
        value = default;
        var words = choices.Select(choice => choice.Word).ToList();
        var expected = words.Count == 1 ? $"'{words[0]}'" : $"one of {string.Join(", ", words)}";
        if (node is not ManifestScalar { Kind: ScalarKind.Text } scalar)
        {
            problems.WrongKind(node, label, expected);
            return false;
        }
        foreach (var choice in choices)
        {
            value = choice.Value;
            if (string.Equals(choice.Word, scalar.Text, StringComparison.Ordinal))
                return true;
        }
        problems.WrongKind(
            node,
            label,
            expected,
            words.Count == 1 ? $"write {words[0]}" : Suggestion.Cure(scalar.Text, words)
        );
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "string");
        writer.WriteStartArray("enum");
        foreach (var (word, _) in choices)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
