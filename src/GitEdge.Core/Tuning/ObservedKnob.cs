namespace GitEdge.Core.Tuning;

/// <summary>A knob as it is found on this machine.</summary>
/// <param name="Value">Its value, in the form of <see cref="KnobValues.Canonical"/>.</param>
public sealed record ObservedKnob(string Value)
{
    /// <summary>False when it can only be read.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>The values this machine offers; null when it does not say.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Who else sets it; null for nobody.</summary>
    public KnobOwner? Owner { get; init; }
}
