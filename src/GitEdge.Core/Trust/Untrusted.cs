using System.Text;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Trust;

/// <summary>Text from outside, made fit for a message: it may hold terminal escapes, line breaks, or a megabyte.</summary>
internal static class Untrusted
{
    private const int MaxLength = 80;

    /// <summary>Quoted; what could move a terminal's cursor, reorder or end a line is escaped; cut after 80 characters.</summary>
    public static string Show(string text) => $"'{ControlText.Escape(text, MaxLength)}'";

    /// <summary>Bytes, as far as they are UTF-8.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) =>
        Show(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * MaxLength + 4)]));

    /// <summary>At most ten names; how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int Most = 10;
        var shown = string.Join(", ", names.Take(Most).Select(Show));
        return names.Count > Most ? $"{shown} and {names.Count - Most} more" : shown;
    }
}
