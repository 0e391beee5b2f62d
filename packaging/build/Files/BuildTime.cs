using System.Globalization;

namespace GitEdge.Packaging.Files;

/// <summary>The time of everything that is built: SOURCE_DATE_EPOCH (reproducible-builds.org/docs/source-date-epoch).</summary>
internal static class BuildTime
{
    /// <summary>That time; without the variable the beginning of time, and never a time of this machine.</summary>
    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
}
