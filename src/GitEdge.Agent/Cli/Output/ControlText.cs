using System.Globalization;
using System.Text;

namespace GitEdge.Agent.Cli.Output;

/// <summary>
/// Makes text from outside (a release, a server's answer, a file) harmless on a terminal and in a log: whatever could move
/// the cursor, begin a line or turn the reading direction is shown as an escape.
/// </summary>
internal static class ControlText
{
    /// <summary>The text on one line, every control and direction character written as <c>\n</c>, <c>\t</c> or <c>\u001b</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.EnumerateRunes().Any(IsUnsafe))
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
                escaped.Append(Name(rune));
            else
                escaped.Append(rune.ToString());
        }
        return escaped.ToString();
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
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
