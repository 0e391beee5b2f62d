using System.Text.RegularExpressions;

namespace GitEdge.Core.Tuning;

/// <summary>A file of sysctl.d(5), as far as it says who sets what.</summary>
public static class SysctlFile
{
    /// <summary>The value the text gives to a key, the last one when there are several; null when it gives none.</summary>
    /// <param name="text">The file.</param>
    /// <param name="key">The key, with dots.</param>
    public static string? Find(string text, string key)
    {
        string? value = null;
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && Names(line[..at].Trim().TrimStart('-'), key))
                value = KnobValues.Canonical(Knob.Sysctl(key), line[(at + 1)..]);
        }
        return value;
    }

    // The first separator decides whether the others are separators too; a dot in an interface's name is of no matter here.
    private static bool Names(string written, string key)
    {
        var name = written.Replace('/', '.');
        return name.Contains('*', StringComparison.Ordinal)
            ? Regex.IsMatch(key, $@"\A{Regex.Escape(name).Replace(@"\*", "[^.]*", StringComparison.Ordinal)}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            : string.Equals(name, key, StringComparison.Ordinal);
    }
}
