namespace GitEdge.Core.Tuning;

/// <summary>A knob was put right because it had drifted.</summary>
/// <param name="Knob">Which.</param>
/// <param name="At">When.</param>
public sealed record RepairMark(Knob Knob, BootMoment At);
