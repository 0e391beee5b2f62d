using System.Globalization;

namespace GitEdge.Agent.Tests.Kill;

/// <summary>The <paramref name="Number"/>th time a thread of the agent makes a system call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Number">From 1 on.</param>
internal sealed record KillPoint(string Call, int Number)
{
    /// <summary>Every call that changes the disk in a way that others, or a power cut, can see.</summary>
    public static IReadOnlyList<string> Calls { get; } =
    [
        "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
        "ftruncate", "mkdir", "mkdirat",
    ];

    /// <summary>In the order of a recording by <c>strace -f</c>; its first line is the execve of the agent's first thread, whose calls these are.</summary>
    public static IReadOnlyList<KillPoint> Read(string recording)
    {
        var lines = File.ReadAllLines(recording).Select(line => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        var agent = lines[0][0];
        var counts = Calls.ToDictionary(call => call, _ => 0, StringComparer.Ordinal);
        var points = new List<KillPoint>();
        foreach (var call in lines.Where(line => line[0] == agent).Select(line => line[1].Split('(')[0]).Where(counts.ContainsKey))
            points.Add(new KillPoint(call, ++counts[call]));
        return points;
    }

    /// <summary>At most <paramref name="count"/> of them, evenly spread, the first and the last among them.</summary>
    public static IEnumerable<KillPoint> Spread(IReadOnlyList<KillPoint> points, int count) => points.Count <= count
        ? points
        : Enumerable.Range(0, count).Select(i => points[(int)((long)i * (points.Count - 1) / (count - 1))]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Call} {Number}");
}
