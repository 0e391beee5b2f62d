using GitEdge.Core.Primitives;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>What this device verifies releases against, as its own files say it now.</summary>
/// <param name="Trust">The policy.</param>
/// <param name="Signers">The digest of allowed_signers: with another one, what was refused before may be good.</param>
internal sealed record DevicePolicy(TrustPolicy Trust, Sha256Digest Signers);
