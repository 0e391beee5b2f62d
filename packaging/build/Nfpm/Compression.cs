using System.Globalization;

namespace GitEdge.Packaging.Nfpm;

/// <summary>A way to compress, as nfpm writes it: <c>zstd:3</c>, <c>xz:1</c>, <c>gzip:9</c>.</summary>
/// <param name="Method">The algorithm.</param>
/// <param name="Level">How hard it tries.</param>
internal sealed record Compression(string Method, int Level)
{
    private static readonly string[] s_methods = ["gzip", "xz", "zstd"];

    /// <summary>Reads it; null when it is none.</summary>
    public static Compression? Parse(string text) =>
        text.Split(':') is [var method, var level] && s_methods.Contains(method)
        && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 22
            ? new Compression(method, number)
            : null;
}
