using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>
/// Whether a tag that was moved or deleted proves anything: somebody who may release signed it, or the device took it once.
/// </summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="judge">Verifies a tag.</param>
/// <param name="keeper">What is believed; null on a device with a list of signers.</param>
internal sealed class EvidenceCheck(AgentManifest agent, ReleaseJudge judge, TrustKeeper? keeper)
{
    /// <summary>True as well while nobody can tell.</summary>
    public bool IsEvidence(FetchedTag fetched, AcceptedRelease? accepted)
    {
        var policy = keeper is null ? judge.ReadPolicy(accepted).Trust : keeper.View?.PolicyFor(agent.Channel, keeper.Clock);
        return judge.IsEvidence(fetched, policy)
            || new[] { accepted }.Concat(keeper?.Good ?? []).OfType<AcceptedRelease>().Any(one => KnownVerifier.VerifyTag(fetched, one).Value is not null);
    }
}
