namespace GitEdge.Core.Tuning;

/// <summary>A value that a release asks for.</summary>
/// <param name="Item">Its place in a profile.</param>
/// <param name="Knob">The knob.</param>
/// <param name="Text">The value, as the release writes it.</param>
internal sealed record WantedKnob(string Item, Knob Knob, string Text)
{
    /// <summary>Every knob a release asks for; what applies to each core stands there for each cpufreq policy of the machine.</summary>
    public static IEnumerable<WantedKnob> Of(Manifests.TuningSpec spec, ObservedTuning machine) =>
    [
        .. One("tunedProfile", KnobKind.TunedProfile, spec.TunedProfile),
        .. One("powerProfile", KnobKind.PowerProfile, spec.PowerProfile),
        .. EachPolicy("cpuGovernor", KnobKind.CpuGovernor, spec.CpuGovernor, machine),
        .. EachPolicy("energyPreference", KnobKind.EnergyPreference, spec.EnergyPreference, machine),
        .. One("transparentHugepages", KnobKind.TransparentHugepages, spec.TransparentHugepages),
        .. spec.Sysctl.Select(one => new WantedKnob($"spec.tuning.sysctl.{one.Key}", Knob.Sysctl(one.Key), one.Value)),
        .. spec.Units.SelectMany(unit => unit.Value.Select(one => new WantedKnob(
            $"spec.tuning.units.{unit.Key}.{one.Key}", new Knob(KnobKind.UnitProperty, unit.Key, one.Key), one.Value))),
    ];

    private static IEnumerable<WantedKnob> One(string field, KnobKind kind, string? value) =>
        value is null ? [] : [new WantedKnob($"spec.tuning.{field}", new Knob(kind), value)];

    // All policies of the machine, also those that lack this file: cores may differ.
    private static IEnumerable<WantedKnob> EachPolicy(string field, KnobKind kind, string? value, ObservedTuning machine)
    {
        if (value is null)
            return [];
        var policies = machine.Knobs.Keys.Where(knob => knob.Kind is KnobKind.CpuGovernor).Select(knob => knob.Name).ToList();
        return policies.Count == 0
            ? [new WantedKnob($"spec.tuning.{field}", new Knob(kind, "any core"), value)]
            : policies.Select(policy => new WantedKnob($"spec.tuning.{field}", new Knob(kind, policy), value));
    }
}
