namespace GitEdge.Agent.Cli.Demo;

/// <summary>One answered request.</summary>
/// <param name="At">When the answer was complete, since the ledger was opened.</param>
/// <param name="Latency">From sending to the last byte.</param>
/// <param name="Digest">The model that answered, as the server names it in the answer.</param>
/// <param name="Bad">The answer held a NaN or an infinity.</param>
internal readonly record struct Answer(TimeSpan At, TimeSpan Latency, string Digest, bool Bad);
