using System.Text;

namespace GitEdge.Core.Tuning;

/// <summary>The files that give a committed tuning to the next boot. Paths are below the root, with forward slashes.</summary>
public static class DropIns
{
    /// <summary>Read by systemd-sysctl at boot (sysctl.d(5)).</summary>
    public const string Sysctl = "etc/sysctl.d/90-gitedge.conf";

    /// <summary>Read by systemd-tmpfiles at boot (tmpfiles.d(5)).</summary>
    public const string Tmpfiles = "etc/tmpfiles.d/gitedge-tuning.conf";

    /// <summary>The folder of the folders of units.</summary>
    public const string Units = "etc/systemd/system";

    /// <summary>Before the 50- of what systemd1.SetUnitProperties writes and of 'systemctl set-property': those count more.</summary>
    public const string UnitFile = "40-gitedge.conf";

    private const string Header = "# Written by gitedge when a generation was committed. Changes here are lost: change the fleet's profiles.\n";

    /// <summary>Path → content. TuneD and power-profiles-daemon remember their profiles themselves.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<KeptSetting> settings)
    {
        var files = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var setting in settings.OrderBy(setting => setting.Knob, Knob.Order))
            Add(files, setting);
        return files.ToDictionary(file => file.Key, file => file.Value.ToString(), StringComparer.Ordinal);
    }

    private static void Add(SortedDictionary<string, StringBuilder> files, KeptSetting setting)
    {
        var (knob, value) = (setting.Knob, setting.Value);
        switch (knob.Kind)
        {
            // The dash: a key that is absent at that moment is no failure of the boot.
            case KnobKind.Sysctl:
                Line(files, Sysctl, Header, $"-{knob.Name} = {value}");
                break;
            case KnobKind.CpuGovernor or KnobKind.EnergyPreference or KnobKind.TransparentHugepages:
                Line(files, Tmpfiles, Header, $"w /{KnobFiles.Of(knob)} - - - - {value}");
                break;
            case KnobKind.UnitProperty:
                Line(files, $"{Units}/{knob.Name}.d/{UnitFile}", $"{Header}[{Section(knob.Name)}]\n", $"{knob.Property}={value}");
                break;
            default:
                break;
        }
    }

    private static void Line(SortedDictionary<string, StringBuilder> files, string path, string first, string line)
    {
        if (!files.TryGetValue(path, out var text))
            files[path] = text = new StringBuilder(first);
        text.Append(line).Append('\n');
    }

    // A unit's section is named as its type: Service, Slice, Socket, Mount, Scope.
    private static string Section(string unit)
    {
        var type = unit[(unit.LastIndexOf('.') + 1)..];
        return char.ToUpperInvariant(type[0]) + type[1..];
    }
}
