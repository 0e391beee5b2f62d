namespace GitEdge.Core.Tuning;

/// <summary>What releases may tune on a device: the device's own word, which no release can change.</summary>
public sealed record TuningPolicy
{
    /// <summary>sysctl key, with dots → values allowed.</summary>
    public IReadOnlyDictionary<string, ValueRule> Sysctl { get; init; } = new Dictionary<string, ValueRule>();

    /// <summary>The governors allowed.</summary>
    public IReadOnlyList<string> CpuGovernors { get; init; } = [];

    /// <summary>The energy performance preferences allowed.</summary>
    public IReadOnlyList<string> EnergyPreferences { get; init; } = [];

    /// <summary>The settings of transparent huge pages allowed.</summary>
    public IReadOnlyList<string> TransparentHugepages { get; init; } = [];

    /// <summary>The profiles of TuneD allowed.</summary>
    public IReadOnlyList<string> TunedProfiles { get; init; } = [];

    /// <summary>The profiles of power-profiles-daemon allowed.</summary>
    public IReadOnlyList<string> PowerProfiles { get; init; } = [];

    /// <summary>Unit → property → values allowed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, ValueRule>> Units { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, ValueRule>>();

    /// <summary>The rule for a knob; null when it may not be touched at all.</summary>
    public ValueRule? RuleOf(Knob knob) => knob.Kind switch
    {
        KnobKind.TunedProfile => Words(TunedProfiles),
        KnobKind.PowerProfile => Words(PowerProfiles),
        KnobKind.CpuGovernor => Words(CpuGovernors),
        KnobKind.EnergyPreference => Words(EnergyPreferences),
        KnobKind.TransparentHugepages => Words(TransparentHugepages),
        KnobKind.Sysctl => ForbiddenKeys.WhyNot(knob.Name) is null ? Sysctl.GetValueOrDefault(knob.Name) : null,
        KnobKind.UnitProperty => Units.GetValueOrDefault(knob.Name)?.GetValueOrDefault(knob.Property),
        _ => null,
    };

    private static ValueRule? Words(IReadOnlyList<string> words) => words.Count == 0 ? null : new ValueRule { OneOf = words };
}
