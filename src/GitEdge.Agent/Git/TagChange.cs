namespace GitEdge.Agent.Git;

/// <summary>A release tag that is not as it was.</summary>
/// <param name="RefName">The full name at the remote.</param>
/// <param name="Counter">The number in the name.</param>
/// <param name="Before">The object before; null when there was none.</param>
/// <param name="After">The object now; null when there is none.</param>
internal sealed record TagChange(string RefName, long Counter, GitObjectId? Before, GitObjectId? After);
