namespace GitEdge.Core.Tuning;

/// <summary>Where the kernel has its knobs. Paths are below the root, with forward slashes.</summary>
public static class KnobFiles
{
    /// <summary>The folder with one folder for each cpufreq policy.</summary>
    public const string Policies = "sys/devices/system/cpu/cpufreq";

    /// <summary>The processors that can ever be there.</summary>
    public const string Processors = "sys/devices/system/cpu/possible";

    /// <summary>The file of a knob; null for one that is no file.</summary>
    public static string? Of(Knob knob) => knob.Kind switch
    {
        KnobKind.Sysctl => $"proc/sys/{knob.Name.Replace('.', '/')}",
        KnobKind.CpuGovernor => $"{Policies}/{knob.Name}/scaling_governor",
        KnobKind.EnergyPreference => $"{Policies}/{knob.Name}/energy_performance_preference",
        KnobKind.TransparentHugepages => "sys/kernel/mm/transparent_hugepage/enabled",
        _ => null,
    };

    /// <summary>The file with the values that a knob can have; null where there is none.</summary>
    public static string? ChoicesOf(Knob knob) => knob.Kind switch
    {
        KnobKind.CpuGovernor => $"{Policies}/{knob.Name}/scaling_available_governors",
        KnobKind.EnergyPreference => $"{Policies}/{knob.Name}/energy_performance_available_preferences",
        _ => null,
    };
}
