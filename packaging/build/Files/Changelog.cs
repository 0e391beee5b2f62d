using System.Globalization;
using System.Text;
using GitEdge.Packaging.Nfpm;
using YamlDotNet.RepresentationModel;

namespace GitEdge.Packaging.Files;

/// <summary>The versions of a package, newest first, from a file in chglog's form (https://github.com/goreleaser/chglog).</summary>
internal sealed class Changelog
{
    private readonly List<Entry> _entries = [];

    /// <summary>Reads the file; without one it is empty.</summary>
    public static Changelog Read(string path)
    {
        var changelog = new Changelog();
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        foreach (var item in ((YamlSequenceNode)stream.Documents[0].RootNode).Children)
        {
            var notes = ((YamlSequenceNode)item["changes"]).Children.Select(change => change["note"].ToString().Trim());
            changelog._entries.Add(new Entry(item["semver"].ToString(),
                DateTimeOffset.Parse(item["date"].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                item["packager"].ToString(), [.. notes]));
        }
        return changelog;
    }

    /// <summary>In Debian's form (Debian Policy, 4.4).</summary>
    public string ForDeb(string package)
    {
        var text = new StringBuilder();
        foreach (var entry in _entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{package} ({NativeVersion.Of(entry.Version)}) unstable; urgency=medium\n\n");
            foreach (var note in entry.Notes)
                text.Append("  * ").Append(note).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"\n -- {entry.Packager}  {entry.Date:ddd, dd MMM yyyy HH:mm:ss} +0000\n\n");
        }
        return text.ToString();
    }

    /// <summary>In the form of a spec file's <c>%changelog</c>.</summary>
    public string ForRpm()
    {
        var text = new StringBuilder();
        foreach (var entry in _entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {entry.Date:ddd MMM dd yyyy} {entry.Packager} - {NativeVersion.Of(entry.Version)}-1\n");
            foreach (var note in entry.Notes)
                text.Append("- ").Append(note).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }

    private sealed record Entry(string Version, DateTimeOffset Date, string Packager, IReadOnlyList<string> Notes);
}
