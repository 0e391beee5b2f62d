using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent;

/// <summary>What the device goes by between two looks, from its own memory.</summary>
/// <param name="agent">What the device was told at enrolment.</param>
/// <param name="judge">Reads the list of signers.</param>
/// <param name="keeper">What is believed; null on a device with a list of signers.</param>
internal sealed class StandingPolicy(AgentManifest agent, ReleaseJudge judge, TrustKeeper? keeper)
{
    /// <summary>What was committed here, the latest last.</summary>
    public IReadOnlyList<AcceptedRelease> Good => keeper?.Good ?? [];

    /// <summary>The policy; null when nobody may release to this device, or nobody can tell.</summary>
    public TrustPolicy? Find(AcceptedRelease? accepted) =>
        keeper is null ? judge.ReadPolicy(accepted).Trust : keeper.View?.PolicyFor(agent.Channel, keeper.Clock);
}
