namespace GitEdge.Core.Tuning;

/// <summary>One knob that has to be turned.</summary>
/// <param name="Knob">Which.</param>
/// <param name="From">What it is now, which is what it goes back to.</param>
/// <param name="To">What it becomes.</param>
public sealed record TuningChange(Knob Knob, string From, string To)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Knob}: '{From}' becomes '{To}'";
}
