using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Helper;

/// <summary>What evidence proves.</summary>
/// <param name="Release">What became of the release.</param>
/// <param name="View">What is believed of the fleet by now, whatever became of the release; null on a device with a list of signers.</param>
internal sealed record EvidenceVerdict(JudgedRelease Release, TrustView? View);
