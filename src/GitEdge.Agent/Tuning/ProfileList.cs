namespace GitEdge.Agent.Tuning;

/// <summary>The profiles of a daemon.</summary>
/// <param name="Active">The one in force.</param>
/// <param name="All">Those that it can switch to.</param>
internal sealed record ProfileList(string Active, IReadOnlyList<string> All);
