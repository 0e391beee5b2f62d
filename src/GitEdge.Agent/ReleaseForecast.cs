using GitEdge.Agent.Git;
using GitEdge.Agent.State;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;
using GitEdge.Linux.Clock;
using GitEdge.Linux.Crypto;

namespace GitEdge.Agent;

/// <summary>The agent's own look at what was fetched, for who only wants to know.</summary>
internal static class ReleaseForecast
{
    /// <summary>The look of a device. Nothing is written.</summary>
    /// <param name="agent">The device; what it remembers is below its root.</param>
    /// <param name="objects">What was fetched.</param>
    /// <param name="time">The moment.</param>
    public static ReleaseLook For(AgentManifest agent, GitObjects objects, TimeProvider time)
    {
        var ed25519 = Ed25519.Load();
        var judge = new ReleaseJudge(agent, ed25519, time);
        if (agent.Trust is null)
            return new ReleaseLook(agent, objects, judge);
        var keeper = new TrustKeeper(agent, new DeviceState(agent.Root).Trust, () => new ClockReading(time.GetUtcNow(), SystemClock.IsSynchronised()));
        return new ReleaseLook(agent, objects, judge, new TrustLook(agent, keeper, ed25519)) { Good = () => keeper.Good };
    }
}
