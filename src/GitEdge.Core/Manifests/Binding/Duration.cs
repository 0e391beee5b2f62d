using System.Globalization;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Durations as manifests write them: <c>20ms</c>, <c>2m</c>, <c>1h30m</c>; units d, h, m, s, ms, us, falling.</summary>
internal static class Duration
{
    public const string Pattern = "(?:[0-9]{1,6}(?:d|h|ms|m|s|us))+";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("us", TimeSpan.FromMicroseconds(1)),
    ];

    /// <summary>Reads text of the form of <see cref="Pattern"/>; false when a unit stands twice or out of order.</summary>
    public static bool TryRead(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var last = -1;
        for (var position = 0; position < text.Length; )
        {
            var digits = position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
                position++;
            var letters = position;
            while (position < text.Length && char.IsAsciiLetter(text[position]))
                position++;
            var unit = Array.FindIndex(
                Units,
                candidate => text.AsSpan(letters, position - letters).SequenceEqual(candidate.Unit)
            );
            if (unit <= last || letters == digits)
                return false;
            last = unit;
            value +=
                int.Parse(text.AsSpan(digits, letters - digits), CultureInfo.InvariantCulture) * Units[unit].Length;
        }
        return true;
    }
}
