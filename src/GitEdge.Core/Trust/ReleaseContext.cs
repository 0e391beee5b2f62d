namespace GitEdge.Core.Trust;

/// <summary>What the second stage of verification takes over from the first.</summary>
/// <param name="Policy">What the release was verified against.</param>
/// <param name="Principals">Who signed.</param>
/// <param name="DescendsFromAccepted">What the fetch found out about the commit's ancestry.</param>
internal sealed record ReleaseContext(TrustPolicy Policy, IReadOnlyList<string> Principals, bool? DescendsFromAccepted);
