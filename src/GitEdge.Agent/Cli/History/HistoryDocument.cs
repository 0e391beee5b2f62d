namespace GitEdge.Agent.Cli.History;

/// <summary>What <c>gitedge history --json</c> prints.</summary>
/// <param name="Deployments">The deployments, newest first.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record HistoryDocument(IReadOnlyList<PastDeployment> Deployments, IReadOnlyList<string> Problems);
