namespace GitEdge.Agent.Cli;

/// <summary>Where an agent keeps things.</summary>
/// <param name="Root">What lasts.</param>
/// <param name="Runtime">The status, in memory.</param>
internal sealed record Places(string Root, string Runtime);
