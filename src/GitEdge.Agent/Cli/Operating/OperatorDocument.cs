using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Operating;

/// <summary>What <c>gitedge reconcile</c>, <c>pause</c> and <c>rollback</c> print with <c>--json</c>.</summary>
/// <param name="Done">Whether the agent does it.</param>
/// <param name="Action"><c>reconcile</c>, <c>pause</c>, <c>resume</c> or <c>rollback</c>.</param>
/// <param name="Until">When a pause ends by itself.</param>
/// <param name="Problem">Why it is not done.</param>
internal sealed record OperatorDocument(bool Done, string Action, DateTimeOffset? Until, Fault? Problem);
