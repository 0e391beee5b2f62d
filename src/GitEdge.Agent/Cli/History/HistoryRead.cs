using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.History;

/// <summary>What could be read of the history.</summary>
/// <param name="Entries">The whole lines, oldest first.</param>
/// <param name="Faults">What could not be read and why, a sentence each.</param>
internal sealed record HistoryRead(IReadOnlyList<HistoryEntry> Entries, IReadOnlyList<string> Faults);
