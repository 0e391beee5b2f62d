using GitEdge.Core.Tuning;
using GitEdge.Linux.Files;

namespace GitEdge.Agent.Tuning;

/// <summary>Who else sets a knob: files of sysctl.d(5) that people wrote, and the profile of TuneD.</summary>
/// <param name="root">What all paths are below, for example <c>/</c>.</param>
internal sealed class OwnerScan(string root)
{
    private const string OwnFile = "90-gitedge.conf";

    // The first folder that has a file of a name has the only one that counts. What a package brings is a default, unless it is read after ours.
    private static readonly (string Folder, bool IsVendor)[] Folders =
        [("etc/sysctl.d", false), ("run/sysctl.d", false), ("usr/local/lib/sysctl.d", false), ("usr/lib/sysctl.d", true), ("lib/sysctl.d", true)];

    private static readonly string[] TunedFolders = ["etc/tuned/profiles", "etc/tuned", "usr/lib/tuned/profiles", "usr/lib/tuned"];

    private readonly Lazy<IReadOnlyList<(string Name, string Text)>> _files = new(() => [.. SysctlFiles(root)]);

    /// <summary>The last file that sets a key; null when none does.</summary>
    public KnobOwner? OfSysctl(Knob knob) => _files.Value
        .Select(file => SysctlFile.Find(file.Text, knob.Name) is { } value ? new KnobOwner(file.Name, value) : null)
        .LastOrDefault(owner => owner is not null);

    /// <summary>What a profile of TuneD sets, with the profiles it includes; what it says itself counts more.</summary>
    /// <param name="profile">The profile, or several with spaces between them.</param>
    public IReadOnlyDictionary<Knob, string?> OfTuned(string profile)
    {
        var settings = new Dictionary<Knob, string?>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in profile.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Add(name, settings, seen);
        return settings;
    }

    private void Add(string name, Dictionary<Knob, string?> settings, HashSet<string> seen)
    {
        if (name.Contains('/', StringComparison.Ordinal) || !seen.Add(name)
            || TunedFolders.Select(folder => KernelFile.Read(Path.Combine(root, folder, name, "tuned.conf"))).FirstOrDefault(text => text is not null) is not { } found)
        {
            return;
        }
        var profile = TunedProfile.Parse(found);
        foreach (var included in profile.Includes)
            Add(included, settings, seen);
        foreach (var (knob, value) in profile.Settings)
            settings[knob] = value;
    }

    private static IEnumerable<(string Name, string Text)> SysctlFiles(string root)
    {
        var first = new SortedDictionary<string, (string Path, bool IsVendor)>(StringComparer.Ordinal);
        foreach (var (folder, isVendor) in Folders.Where(one => Directory.Exists(Path.Combine(root, one.Folder))))
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(root, folder), "*.conf"))
                first.TryAdd(Path.GetFileName(path), ($"{folder}/{Path.GetFileName(path)}", isVendor));
        }
        var named = first.Where(file => file.Key != OwnFile && (!file.Value.IsVendor || string.CompareOrdinal(file.Key, OwnFile) > 0))
            .Select(file => file.Value.Path)
            .Append("etc/sysctl.conf");
        foreach (var path in named)
        {
            if (KernelFile.Read(Path.Combine(root, path)) is { } text)
                yield return ($"/{path}", text);
        }
    }
}
