namespace GitEdge.Core.Tuning;

/// <summary>The knobs that were asked for, and every cpufreq policy, as they are found; what is not among them is not on this machine.</summary>
/// <param name="Knobs">Knob → what was found.</param>
public sealed record ObservedTuning(IReadOnlyDictionary<Knob, ObservedKnob> Knobs)
{
    /// <summary>A machine that has none.</summary>
    public static ObservedTuning Nothing { get; } = new(new Dictionary<Knob, ObservedKnob>());

    /// <summary>The processors the machine has, as a list such as <c>0-3</c>; empty when it does not say.</summary>
    public string Processors { get; init; } = "";

    /// <summary>A knob, or null when the machine does not have it.</summary>
    public ObservedKnob? Find(Knob knob) => Knobs.GetValueOrDefault(knob);
}
