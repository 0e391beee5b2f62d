using System.Globalization;

namespace GitEdge.Bench.Device;

/// <summary>What a process uses, as proc(5) says.</summary>
internal static class ProcessUse
{
    private const double TicksPerSecond = 100;

    /// <summary>Resident memory in MB of 10⁶ bytes, pages of files among it.</summary>
    public static double ResidentMegabytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:") * 1024 / 1e6;

    /// <summary>Memory that was written to, in MB: what the kernel can not drop and read again.</summary>
    public static double WrittenMegabytes(int process) => Kilobytes($"/proc/{process}/smaps_rollup", "Private_Dirty:") * 1024 / 1e6;

    /// <summary>Processor time so far, in seconds, with that of threads that have ended; in steps of 10 ms.</summary>
    public static double TickedSeconds(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ", 2)[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double Kilobytes(string file, string field) => double.Parse(
        File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
