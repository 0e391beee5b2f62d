using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// Whether a tag that was moved or deleted proves anything: somebody who may release signed it, or the device took it once.
/// </summary>
/// <param name="judge">Verifies a tag.</param>
/// <param name="standing">What the device goes by.</param>
internal sealed class EvidenceCheck(ReleaseJudge judge, StandingPolicy standing)
{
    /// <summary>True as well while nobody can tell.</summary>
    public bool IsEvidence(FetchedTag fetched, AcceptedRelease? accepted) =>
        judge.IsEvidence(fetched, standing.Find(accepted))
        || new[] { accepted }.Concat(standing.Good).OfType<AcceptedRelease>().Any(one => KnownVerifier.VerifyTag(fetched, one).Value is not null);
}
