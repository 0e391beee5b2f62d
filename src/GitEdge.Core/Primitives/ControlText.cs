using System.Globalization;
using System.Text;

namespace GitEdge.Core.Primitives;

/// <summary>
/// Makes text from outside (a release, a ref's name, a server's answer, a file) harmless on a terminal and in a log:
/// whatever could move the cursor, begin a line or turn the reading direction is shown as an escape.
/// </summary>
public static class ControlText
{
    /// <summary>The most characters of one name from outside.</summary>
    public const int NameLength = 300;

    /// <summary>Characters that a text which somebody else wrote may have in a message.</summary>
    public const int Longest = 500;

    /// <summary>
    /// The text on one line, every control, direction and invisible character written as <c>\n</c>, <c>\t</c> or
    /// <c>\u001b</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">Characters of <paramref name="text"/> that are shown; what is cut is marked by <c>…</c>.</param>
    public static string Escape(string text, int limit = int.MaxValue)
    {
        if (text.Length <= limit && !text.EnumerateRunes().Any(IsUnsafe))
            return text;
        var escaped = new StringBuilder(Math.Min(text.Length, limit) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (limit-- == 0)
                return escaped.Append('…').ToString();
            escaped.Append(IsUnsafe(rune) ? Name(rune) : rune.ToString());
        }
        return escaped.ToString();
    }

    /// <summary>A name from outside, of which nobody needs more than the first 300 characters.</summary>
    public static string EscapeName(string name) => Escape(name, NameLength);

    /// <summary>The same for text of several lines of our own making: the lines stay, and no line can pose as a new entry.</summary>
    public static string EscapeLines(string text) => string.Join("\n    ", text.Split('\n').Select(line => Escape(line.TrimEnd('\r'))));

    /// <summary>
    /// The same, with at most <paramref name="longest"/> characters: of what is longer the beginning and the end are kept,
    /// where messages say what and why.
    /// </summary>
    public static string Brief(string text, int longest = Longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string Gap = " … ";
        // Cut before escaping, so that the cost does not grow with what is thrown away; and again after it.
        if (text.Length > longest)
            text = string.Concat(text.AsSpan(0, longest), Gap, text.AsSpan(text.Length - longest));
        var escaped = Escape(text);
        if (escaped.Length <= longest)
            return escaped;
        var tail = (longest - Gap.Length) / 3;
        return string.Concat(Whole(escaped.AsSpan(0, longest - Gap.Length - tail)), Gap, Whole(escaped.AsSpan(escaped.Length - tail)));
    }

    // Half a surrogate pair is no character.
    private static ReadOnlySpan<char> Whole(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && char.IsLowSurrogate(text[0]))
            text = text[1..];
        return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }

    private static string Name(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= char.MaxValue => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    /// <summary>Format covers the direction marks and overrides of Unicode (UAX 9) and the invisible characters.</summary>
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
