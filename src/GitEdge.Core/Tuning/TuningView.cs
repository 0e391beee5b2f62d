namespace GitEdge.Core.Tuning;

/// <summary>All that a tuning is planned by, beside the release.</summary>
/// <param name="Policy">What the device allows.</param>
/// <param name="Machine">What is found on it.</param>
/// <param name="Kept">What the committed generation holds.</param>
public sealed record TuningView(TuningPolicy Policy, ObservedTuning Machine, IReadOnlyList<KeptSetting> Kept);
