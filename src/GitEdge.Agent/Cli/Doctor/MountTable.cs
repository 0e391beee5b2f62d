using System.Globalization;
using System.Text.RegularExpressions;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>The mounts of this process, in the form of /proc/self/mountinfo (proc_pid_mountinfo(5)).</summary>
internal sealed partial class MountTable
{
    private readonly IReadOnlyList<MountPoint> _mounts;

    private MountTable(IReadOnlyList<MountPoint> mounts) => _mounts = mounts;

    /// <summary>The table as it is now.</summary>
    public static MountTable Read() => Parse(File.ReadAllLines("/proc/self/mountinfo"));

    /// <summary>Reads the lines; one that is not understood is left out.</summary>
    public static MountTable Parse(IEnumerable<string> lines) => new([.. lines.Select(ParseLine).OfType<MountPoint>()]);

    /// <summary>The mount that holds an absolute <paramref name="path"/>: the longest prefix, the last of equal ones being on top.</summary>
    public MountPoint? Of(string path) => _mounts
        .Where(mount => Holds(mount.Path, path))
        .OrderBy(mount => mount.Path.Length)
        .LastOrDefault();

    private static bool Holds(string mount, string path) =>
        string.Equals(mount, "/", StringComparison.Ordinal)
        || string.Equals(mount, path, StringComparison.Ordinal)
        || path.StartsWith(mount + "/", StringComparison.Ordinal);

    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
    private static MountPoint? ParseLine(string line)
    {
        var words = line.Split(' ');
        var separator = Array.IndexOf(words, "-");
        if (separator < 6 || words.Length < separator + 4)
            return null;
        var readOnly = IsReadOnly(words[5]) || IsReadOnly(words[separator + 3]);
        return new MountPoint(Unescape(words[4]), words[0], readOnly, words[separator + 1]);
    }

    private static bool IsReadOnly(string options) => options.Split(',').Contains("ro", StringComparer.Ordinal);

    private static string Unescape(string path) =>
        OctalEscape().Replace(path, match => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\[0-7]{3}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OctalEscape();
}
