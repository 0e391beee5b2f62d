namespace GitEdge.Core.Health;

/// <summary>One thing that sends a generation back.</summary>
internal sealed record HealthFault(string Reason, string Text);
