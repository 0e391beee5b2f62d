namespace GitEdge.Core.Tuning;

/// <summary>A knob that a generation holds.</summary>
/// <param name="Knob">Which.</param>
/// <param name="Value">What it is held at.</param>
/// <param name="Original">What it was before any generation held it, and becomes when none does any more.</param>
public sealed record KeptSetting(Knob Knob, string Value, string Original);
