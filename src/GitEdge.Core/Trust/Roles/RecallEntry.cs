namespace GitEdge.Core.Trust.Roles;

/// <summary>A release that does not run any more: a device that runs it goes back to the last one that was good.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Epoch">The release's epoch.</param>
/// <param name="Counter">The release's number.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RecallEntry(string Channel, long Epoch, long Counter, string Reason);
