namespace GitEdge.Core.Tuning;

/// <summary>A profile of TuneD (tuned.conf(5)), as far as it says what it sets.</summary>
/// <param name="Includes">The profiles it builds on.</param>
/// <param name="Settings">Kind and name of a knob → its value; null for one made of variables.</param>
public sealed record TunedProfile(IReadOnlyList<string> Includes, IReadOnlyDictionary<Knob, string?> Settings)
{
    /// <summary>Reads the text of a <c>tuned.conf</c>. A governor or an energy preference stands there for every core: its name is empty.</summary>
    public static TunedProfile Parse(string text)
    {
        var includes = new List<string>();
        var settings = new Dictionary<Knob, string?>();
        var section = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '[')
                section = line.Trim('[', ']');
            else if (at > 0 && section == "main" && line[..at].Trim() == "include")
                includes.AddRange(line[(at + 1)..].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
            else if (at > 0 && KnobOf(section, line[..at].Trim()) is { } knob)
                settings[knob] = ValueOf(knob, line[(at + 1)..]);
        }
        return new TunedProfile(includes, settings);
    }

    private static Knob? KnobOf(string section, string key) => (section, key) switch
    {
        ("sysctl", _) => Knob.Sysctl(key),
        (_, "governor") => new Knob(KnobKind.CpuGovernor),
        (_, "energy_performance_preference") => new Knob(KnobKind.EnergyPreference),
        (_, "transparent_hugepages" or "transparent_hugepage") => new Knob(KnobKind.TransparentHugepages),
        _ => null,
    };

    // Several governors with | are an order of preference; ${…} and >= are worked out by TuneD alone.
    private static string? ValueOf(Knob knob, string text) =>
        text.AsSpan().ContainsAny('$', '|', '>') ? null : KnobValues.Canonical(knob, text.Replace("\"", "", StringComparison.Ordinal));
}
