using System.Globalization;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>Clock and memory of the device.</summary>
internal static class SystemChecks
{
    private const long LeastMemory = 128_000_000;

    private const string SetClock = "timedatectl status; timedatectl set-ntp true. Releases are still verified; notBefore waits for a clock.";

    /// <summary>A clock before the day this program was built is wrong for certain.</summary>
    public static DoctorFinding Clock(DateTimeOffset now, DateTimeOffset built, bool? synchronised)
    {
        if (now < built)
            return DoctorFinding.Failure($"The clock says {Words.Time(now)}, before this program was built ({Words.Time(built)}).", SetClock);
        return synchronised switch
        {
            true => DoctorFinding.Ok($"The clock says {Words.Time(now)} and is synchronised."),
            false => DoctorFinding.Warning($"The clock says {Words.Time(now)} and is not synchronised.", SetClock),
            null => DoctorFinding.Unknown($"The clock says {Words.Time(now)}; whether it is synchronised cannot be told from here.", "timedatectl status"),
        };
    }

    /// <summary>When this program was built, as far as its file tells.</summary>
    public static DateTimeOffset BuildTime() =>
        Environment.ProcessPath is { } path ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)) : DateTimeOffset.UnixEpoch;

    /// <summary>Preflight loads a candidate beside what runs; <paramref name="meminfo"/> is /proc/meminfo.</summary>
    public static DoctorFinding Memory(IEnumerable<string> meminfo)
    {
        const string field = "MemAvailable:";
        var line = meminfo.FirstOrDefault(one => one.StartsWith(field, StringComparison.Ordinal));
        var words = line?[field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var kibibytes, ..] || !long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return DoctorFinding.Unknown("/proc/meminfo does not say how much memory is available.", "free -h");
        var available = count * 1024;
        return available >= LeastMemory
            ? DoctorFinding.Ok($"{Words.Size(available)} of memory are available.")
            : DoctorFinding.Warning(
                $"Only {Words.Size(available)} of memory are available: preflight needs room for a second model.",
                "Stop what is not needed, add swap, or let the profile swap the model cold.");
    }
}
