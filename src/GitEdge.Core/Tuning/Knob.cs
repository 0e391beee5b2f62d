namespace GitEdge.Core.Tuning;

/// <summary>One thing on a machine that can be set.</summary>
/// <param name="Kind">What sort of setting.</param>
/// <param name="Name">Which: a sysctl key with dots, a cpufreq policy such as <c>policy0</c>, a unit; empty where there is only one.</param>
/// <param name="Property">The property of a unit; empty otherwise.</param>
public sealed record Knob(KnobKind Kind, string Name = "", string Property = "")
{
    /// <summary>The order of writing: by <see cref="Kind"/>, then by name.</summary>
    public static IComparer<Knob> Order { get; } = Comparer<Knob>.Create(Compare);

    /// <summary>A sysctl key, written with dots or slashes: sysctl(8) takes both.</summary>
    public static Knob Sysctl(string key) => new(KnobKind.Sysctl, key.Replace('/', '.'));

    /// <summary>As messages name it.</summary>
    public override string ToString() => Kind switch
    {
        KnobKind.TunedProfile => "tunedProfile",
        KnobKind.PowerProfile => "powerProfile",
        KnobKind.CpuGovernor => $"cpuGovernor of {Name}",
        KnobKind.EnergyPreference => $"energyPreference of {Name}",
        KnobKind.TransparentHugepages => "transparentHugepages",
        KnobKind.Sysctl => $"sysctl '{Name}'",
        KnobKind.UnitProperty => $"{Property} of unit '{Name}'",
        _ => $"{Kind} '{Name}'",
    };

    private static int Compare(Knob one, Knob other)
    {
        var order = one.Kind.CompareTo(other.Kind);
        if (order == 0)
            order = string.CompareOrdinal(one.Name, other.Name);
        return order != 0 ? order : string.CompareOrdinal(one.Property, other.Property);
    }
}
