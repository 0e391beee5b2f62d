using System.Globalization;

namespace GitEdge.Core.Trust;

/// <summary>Who made a tag or commit, when, by their own word: covered by the signature, but only as true as the signer.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Email">The address between the angle brackets.</param>
/// <param name="Time">The time, in the zone the person had.</param>
public sealed record Tagger(string Name, string Email, DateTimeOffset Time)
{
    // The end of 9998, so that no zone carries the time out of DateTimeOffset's range.
    private const long LastSecond = 253370764799;

    private const int MostZoneHours = 14;

    /// <summary>
    /// Reads <c>Name &lt;email&gt; seconds +hhmm</c> as Git writes it, and nothing looser: one space between the parts, no
    /// leading zeros, zones up to 14 hours, no <c>-0000</c>.
    /// </summary>
    internal static Tagger? Parse(string value)
    {
        var parts = value.Split(' ');
        if (parts.Length < 4)
            return null;
        var person = string.Join(' ', parts[..^2]);
        var open = person.IndexOf(" <", StringComparison.Ordinal);
        if (open < 0 || person[^1] != '>' || !IsName(person[..open]) || !IsEmail(person[(open + 2)..^1]))
            return null;
        if (!TryTime(parts[^2], out var time) || !TryZone(parts[^1], out var zone))
            return null;
        return new Tagger(person[..open], person[(open + 2)..^1], time.ToOffset(zone));
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAny('<', '>') && text.Trim().Length == text.Length;

    private static bool IsEmail(string text) => text.Length > 0 && !text.Any(c => c is '<' or '>' || char.IsWhiteSpace(c));

    private static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LastSecond
            || seconds.ToString(CultureInfo.InvariantCulture) != text)
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static bool TryZone(string text, out TimeSpan zone)
    {
        zone = default;
        if (text.Length != 5 || text[0] is not ('+' or '-') || text == "-0000" || !text.Skip(1).All(char.IsAsciiDigit))
            return false;
        var minutes = int.Parse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture);
        zone = new TimeSpan(int.Parse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture), minutes, 0);
        if (minutes > 59 || zone > TimeSpan.FromHours(MostZoneHours))
            return false;
        zone = text[0] == '-' ? -zone : zone;
        return true;
    }
}
