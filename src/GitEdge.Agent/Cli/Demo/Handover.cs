namespace GitEdge.Agent.Cli.Demo;

/// <summary>How the clients saw one model take over from another.</summary>
/// <param name="First">The first answer of the new model, since the ledger was opened.</param>
/// <param name="Overlap">How long both answered: requests begun on the old model end there.</param>
/// <param name="LargestGap">The longest time without any answer, from a second before to a second after.</param>
/// <param name="SlowestAnswer">The slowest answer in the same time.</param>
internal sealed record Handover(TimeSpan First, TimeSpan Overlap, TimeSpan LargestGap, TimeSpan SlowestAnswer);
