namespace GitEdge.Agent.Cli.Demo;

/// <summary>What one model answered.</summary>
/// <param name="Digest">The model.</param>
/// <param name="Answered">Its answers.</param>
/// <param name="Bad">Those among them with a NaN or an infinity.</param>
internal sealed record LedgerLine(string Digest, long Answered, long Bad);
