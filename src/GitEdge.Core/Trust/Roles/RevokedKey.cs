namespace GitEdge.Core.Trust.Roles;

/// <summary>A key that counts no longer, whenever it signed.</summary>
/// <param name="Fingerprint">As <c>ssh-keygen -l</c> prints it, <c>SHA256:…</c>.</param>
/// <param name="Reason">Why, for people; null when nobody said.</param>
public sealed record RevokedKey(string Fingerprint, string? Reason);
