using System.Globalization;

namespace GitEdge.Bench.Device;

/// <summary>What a process uses, as proc(5) says.</summary>
internal static class ProcessUse
{
    private const double TicksPerSecond = 100;

    /// <summary>Resident memory in MB of 10⁶ bytes, pages of files among it.</summary>
    public static double ResidentMegabytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:") * 1024 / 1e6;

    /// <summary>Memory that is this process's alone in MB: what the device would have back if it ended.</summary>
    public static double PrivateMegabytes(int process) =>
        (Kilobytes($"/proc/{process}/smaps_rollup", "Private_Clean:") + Kilobytes($"/proc/{process}/smaps_rollup", "Private_Dirty:")) * 1024 / 1e6;

    /// <summary>Memory that no file backs, in MB: what can not be dropped and read again.</summary>
    public static double AnonymousMegabytes(int process) => Kilobytes($"/proc/{process}/smaps_rollup", "Anonymous:") * 1024 / 1e6;

    /// <summary>Processor time so far, in seconds, by the scheduler's own count.</summary>
    public static double ProcessorSeconds(int process) =>
        Directory.GetDirectories($"/proc/{process}/task").Sum(task => double.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    /// <summary>Processor time so far, in seconds, with that of threads that have ended; in steps of 10 ms.</summary>
    public static double TickedSeconds(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ", 2)[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double Kilobytes(string file, string field) => double.Parse(
        File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
