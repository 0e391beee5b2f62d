namespace GitEdge.Core.Health;

/// <summary>One thing that sends a generation back.</summary>
/// <param name="Reason">One of <see cref="HealthReason"/>.</param>
/// <param name="Text">What was seen, against which bound.</param>
/// <param name="IsReleasesFault">False when the cause may lie outside the release.</param>
internal sealed record HealthFault(string Reason, string Text, bool IsReleasesFault = true);
