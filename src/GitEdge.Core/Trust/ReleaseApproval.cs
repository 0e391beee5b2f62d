namespace GitEdge.Core.Trust;

/// <summary>Who stands behind a release, at least as many as the channel asks for.</summary>
/// <param name="Principals">The principals, in the order of their names.</param>
internal sealed record ReleaseApproval(IReadOnlyList<string> Principals);
