namespace GitEdge.Core.Trust.Roles;

/// <summary>A key of a principal, and when it counts.</summary>
/// <param name="Key">The public key.</param>
/// <param name="ValidAfter">The first second it counts; null: always has.</param>
/// <param name="ValidBefore">The last second it counts; null: always will.</param>
public sealed record TrustKey(SshPublicKey Key, DateTimeOffset? ValidAfter = null, DateTimeOffset? ValidBefore = null);
