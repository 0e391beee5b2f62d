using System.Globalization;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>
/// Sizes as manifests write them: plain bytes, <c>1G</c> as systemd means it (1024³), <c>256MiB</c> the same with its
/// full name, <c>1GB</c> in powers of 1000.
/// </summary>
internal static class ByteSize
{
    public const string Pattern = "[0-9]{1,15}(?:[KMGT](?:i?B)?)?";

    /// <summary>The greatest number without a unit that has the form.</summary>
    public const long GreatestPlain = 999_999_999_999_999;

    private const string Letters = "KMGT";

    /// <summary>Reads text of the form of <see cref="Pattern"/>; false when it is zero or too large for 2⁶³.</summary>
    public static bool TryRead(string text, out long value)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..];
        var factor = Int128.One;
        for (
            var power = unit.Length == 0 ? 0 : Letters.IndexOf(unit[0], StringComparison.Ordinal) + 1;
            power > 0;
            power--
        )
            factor *= unit.Length == 2 ? 1000 : 1024;
        var bytes = factor * long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        value = bytes <= long.MaxValue ? (long)bytes : 0;
        return value > 0;
    }
}
