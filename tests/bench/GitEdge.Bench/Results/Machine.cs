using System.Globalization;
using System.Runtime.InteropServices;

namespace GitEdge.Bench.Results;

/// <summary>What was measured on and with. Nothing here names a machine.</summary>
internal sealed record Machine
{
    /// <summary>The processor's model.</summary>
    public required string Processor { get; init; }

    /// <summary>Processors that may be used.</summary>
    public required int Processors { get; init; }

    /// <summary>Memory, in GiB.</summary>
    public required int MemoryGiB { get; init; }

    /// <summary>Kernel release.</summary>
    public required string Kernel { get; init; }

    /// <summary>Distribution.</summary>
    public required string System { get; init; }

    /// <summary>Of what was measured and of its peers.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>This one.</summary>
    public static Machine Here() => new()
    {
        Processor = Field("/proc/cpuinfo", "model name"),
        Processors = Environment.ProcessorCount,
        MemoryGiB = (int)Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20)),
        Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        System = RuntimeInformation.OSDescription,
        Versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["gitedge"] = typeof(Agent.AgentComposition).Assembly.GetName().Version!.ToString(3),
            [".NET"] = Environment.Version.ToString(),
            ["git"] = First("git", "--version"),
            ["openssl"] = First("openssl", "version"),
            ["nginx"] = Tool.Try("nginx", ["-v"]).Errors.Trim(),
            ["coreutils"] = First("cp", "--version"),
        },
    };

    /// <summary>The load average of one minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static string First(string program, string argument) => Tool.Run(program, [argument]).Split('\n')[0].Trim();
}
