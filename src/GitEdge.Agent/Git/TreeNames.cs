using System.Globalization;
using System.Text;

namespace GitEdge.Agent.Git;

/// <summary>Which names a file of a release may have.</summary>
internal static class TreeNames
{
    private const int MaxBytes = 255;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name as text; null when it is not a plain one.</summary>
    public static string? Plain(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > MaxBytes || name.IndexOfAny((byte)'/', (byte)'\\') >= 0)
            return null;
        string text;
        try
        {
            text = Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        // Format characters too: they make one name look like another.
        return text is "." or ".." || text.Equals(".git", StringComparison.OrdinalIgnoreCase)
            || text.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            ? null
            : text;
    }

    /// <summary>A name for messages: what is not printable ASCII is written as <c>\xNN</c>.</summary>
    public static string Printable(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        foreach (var b in name[..Math.Min(name.Length, MaxBytes)])
        {
            if (b is > 0x20 and < 0x7f and not (byte)'\\')
                text.Append((char)b);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }
        return text.ToString();
    }
}
