namespace GitEdge.Core.Trust.Roles;

/// <summary>The newest release of a channel.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Counter">Its number.</param>
public sealed record ReleaseHead(long Epoch, long Counter);
