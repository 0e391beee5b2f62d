namespace GitEdge.Core.Tuning;

/// <summary>A knob that is not as the generation in force holds it.</summary>
/// <param name="Setting">As it should be.</param>
/// <param name="Found">As it is found; null when it is gone.</param>
/// <param name="Conflict">Why it is not put right, in one sentence without a final stop; null when it is.</param>
public sealed record DriftFinding(KeptSetting Setting, string? Found, string? Conflict);
