using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Linux.Systemd;

/// <summary>The name of a service unit that GitEdge may ask systemd about: <c>analytics.service</c>, <c>analytics-image.service</c>.</summary>
public sealed record UnitName
{
    private const string Suffix = ".service";
    private const int Longest = 255;
    private const string Special = ":-_.@";

    private UnitName(string value) => Value = value;

    /// <summary>The name with its suffix.</summary>
    public string Value { get; }

    /// <summary>Takes a name when it is one of a service, of letters, digits and <c>:-_.@</c> alone (systemd.unit(5), without escapes).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out UnitName? name)
    {
        var isName = text.Length is > 8 and <= Longest && text.EndsWith(Suffix, StringComparison.Ordinal)
            && text[0] is not ('.' or '-' or '@') && text.All(c => char.IsAsciiLetterOrDigit(c) || Special.Contains(c, StringComparison.Ordinal));
        name = isName ? new UnitName(text) : null;
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
