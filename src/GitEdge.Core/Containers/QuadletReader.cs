using System.Text;
using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Containers;

/// <summary>
/// Reads a Quadlet file as Podman's generator does (podman-systemd.unit(5)), and refuses what the two, or two versions of
/// Podman, could take for different things. Every problem is reported.
/// </summary>
internal static class QuadletReader
{
    /// <summary>More than any container needs.</summary>
    public const int LongestFile = 64 << 10;

    private static readonly UTF8Encoding Strict = new(false, true);

    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>The settings that could be read, in the file's order.</summary>
    public static IReadOnlyList<QuadletSetting> Read(string path, ReadOnlySpan<byte> content, ProblemList problems)
    {
        if (Text(path, content, problems) is not { } text)
            return [];
        var settings = new List<QuadletSetting>();
        var lines = text.Split('\n');
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var (at, line) = (new SourceLocation(path, i + 1, 1), lines[i].Trim(Blanks));
            // A comment too: which lines are joined with what follows is nothing that versions of Podman agree on.
            if (line.EndsWith('\\'))
                problems.Add(at, "the line is continued, which not every version of Podman reads alike", "write it as one line, without a backslash at its end", ManifestRule.Quadlet);
            else if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            else if (line[0] == '[')
                section = Section(line, at, problems);
            else if (Setting(section, line, at, problems) is { } setting)
                settings.Add(setting);
        }
        return settings;
    }

    private static string? Text(string path, ReadOnlySpan<byte> content, ProblemList problems)
    {
        var start = SourceLocation.StartOf(path);
        if (content.Length > LongestFile)
        {
            problems.Add(start, $"the file has {content.Length} bytes", $"keep it within {LongestFile}", ManifestRule.Quadlet);
            return null;
        }
        try
        {
            var text = Strict.GetString(content);
            foreach (var (index, _) in text.Split('\n').Index().Where(line => line.Item.TrimEnd('\r').Any(IsHidden)))
                problems.Add(new SourceLocation(path, index + 1, 1), "the line has control characters, or blanks beyond ASCII", "remove them", ManifestRule.Quadlet);
            return text;
        }
        catch (DecoderFallbackException)
        {
            problems.Add(start, "the file is not UTF-8", "save it as UTF-8", ManifestRule.Quadlet);
            return null;
        }
    }

    /// <summary>Podman trims more than a person sees: with such a blank behind it a backslash would be the last of its line.</summary>
    private static bool IsHidden(char c) => c is not (' ' or '\t') && (char.IsControl(c) || char.IsWhiteSpace(c));

    private static string Section(string line, SourceLocation at, ProblemList problems)
    {
        if (line is ['[', .. var name, ']'] && name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return name;
        problems.Add(at, $"{Quoting.Of(line)} is not a section", "write it like [Container]", ManifestRule.Quadlet);
        return "";
    }

    private static QuadletSetting? Setting(string section, string line, SourceLocation at, ProblemList problems)
    {
        var parts = line.Split('=', 2);
        var key = parts[0].TrimEnd(Blanks);
        if (parts.Length < 2 || key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            problems.Add(at, $"{Quoting.Of(line)} is neither a section, a setting nor a comment", "write Key=Value", ManifestRule.Quadlet);
        else if (section.Length == 0)
            problems.Add(at, $"{key}= stands in no section", "put it below a section such as [Container]", ManifestRule.Quadlet);
        else
            return new QuadletSetting(section, key, parts[1].Trim(Blanks), at);
        return null;
    }
}
