namespace GitEdge.Core.Trust;

/// <summary>What a device was told at enrolment: which repository, which channel, whose signatures.</summary>
/// <param name="RepoId">The fleet repository's identity.</param>
/// <param name="Channel">The channel the device follows.</param>
/// <param name="Signers">Who may sign releases.</param>
public sealed record TrustPolicy(Guid RepoId, string Channel, AllowedSigners Signers);
