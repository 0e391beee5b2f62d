using System.Globalization;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Output;

/// <summary>Times, lengths and digests as people read them.</summary>
internal static class Words
{
    private const int ShortDigest = 12;

    /// <summary>Two units at most: <c>340ms</c>, <c>12s</c>, <c>1m 10s</c>, <c>3h 5m</c>, <c>4d 2h</c>. A negative one, from a clock set back, is a dash.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { Ticks: < 0 } => "-",
        { Ticks: 0 } => "0s",
        { TotalSeconds: < 1 } => Say($"{Math.Max(1, time.Milliseconds)}ms"),
        { TotalMinutes: < 1 } => Say($"{time.Seconds}s"),
        { TotalHours: < 1 } => Two(time.Minutes, "m", time.Seconds, "s"),
        { TotalDays: < 1 } => Two(time.Hours, "h", time.Minutes, "m"),
        _ => Two(time.Days, "d", time.Hours, "h"),
    };

    /// <summary><c>12s ago</c>, <c>in 18s</c> or <c>now</c>.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var away = at - now;
        return Math.Abs(away.TotalSeconds) < 1 ? "now" : away > TimeSpan.Zero ? $"in {Duration(away)}" : $"{Duration(-away)} ago";
    }

    /// <summary>UTC to the second: <c>2026-01-31 23:59:59Z</c>.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number of bytes in decimal units: <c>2.3 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => Say($"{bytes} B"),
        < 1_000_000 => Say($"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => Say($"{bytes / 1e6:0.#} MB"),
        _ => Say($"{bytes / 1e9:0.#} GB"),
    };

    /// <summary>The first twelve hexadecimal digits: enough to compare by eye.</summary>
    public static string Short(Sha256Digest digest) => digest.Hex[..ShortDigest];

    /// <summary>Text with numbers written the same everywhere.</summary>
    public static string Say(FormattableString text) => FormattableString.Invariant(text);

    private static string Two(int large, string unit, int small, string smaller) =>
        small == 0 ? Say($"{large}{unit}") : Say($"{large}{unit} {small}{smaller}");
}
