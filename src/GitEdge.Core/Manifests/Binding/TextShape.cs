using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>A scalar with a written form, such as a name, a digest, a duration or an address.</summary>
/// <param name="expected">What belongs here, with its article: <c>a duration such as 20ms</c>.</param>
/// <param name="pattern">The form, in the common subset of .NET's and ECMA-262's expressions, without anchors.</param>
/// <param name="read">From text of that form to the value.</param>
/// <param name="accepts">What kinds of scalar may carry it; numbers and booleans are taken as written.</param>
internal sealed class TextShape<T>(
    string expected,
    string pattern,
    TryRead<T> read,
    ScalarKind accepts = ScalarKind.Text
) : Shape<T>
{
    private const int Longest = 2048;

    private readonly Regex _form = new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    public string Expected => expected;

    public string Pattern => pattern;

    public bool Matches(string text) => text.Length <= Longest && _form.IsMatch(text);

    public override bool TryBind(
        ManifestNode node,
        string label,
        ProblemList problems,
        [MaybeNullWhen(false)] out T value
    )
    {
        value = default;
        if (node is not ManifestScalar scalar)
        {
            problems.WrongKind(node, label, expected);
            return false;
        }
        if (!accepts.HasFlag(scalar.Kind))
        {
            var quotable = scalar.Kind != ScalarKind.Null && Matches(scalar.Text);
            problems.WrongKind(
                node,
                label,
                "text",
                quotable ? $"put it in quotes: \"{scalar.Text}\"" : $"give {expected}"
            );
            return false;
        }
        if (Matches(scalar.Text))
            return TryRead(scalar, label, problems, out value);
        problems.Add(node.At, $"{label} {Quoting.Of(scalar.Text)} is not {expected}", $"give {expected}");
        return false;
    }

    private bool TryRead(ManifestScalar scalar, string label, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (read(scalar.Text, out value))
            return true;
        problems.Add(
            scalar.At,
            $"{label} {Quoting.Of(scalar.Text)} does not exist or is out of bounds",
            $"give {expected}",
            ManifestRule.Value
        );
        return false;
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        SchemaTypes.Write(writer, accepts);
        writer.WriteString("pattern", $"^(?:{pattern})$");
        writer.WriteNumber("maxLength", Longest);
        if (accepts.HasFlag(ScalarKind.Integer) && !accepts.HasFlag(ScalarKind.Number))
        {
            // Of whole numbers the form allows digits only.
            writer.WriteNumber("minimum", 0);
            writer.WriteNumber("maximum", ByteSize.GreatestPlain);
        }
    }
}
