using System.Globalization;

namespace GitEdge.Agent.Effects;

/// <summary>The device's memory.</summary>
internal static class DeviceMemory
{
    private const string File = "/proc/meminfo";
    private const string Field = "MemAvailable:";

    /// <summary>What processes may take without swapping: MemAvailable of proc(5), in bytes; null where it cannot be read.</summary>
    public static long? Available()
    {
        // ProcSubset=pid hides it.
        var line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is not null && long.TryParse(line.AsSpan(Field.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes << 10
            : null;
    }
}
