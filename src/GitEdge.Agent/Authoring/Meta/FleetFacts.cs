using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What a fleet repository says of itself, and the first trust document takes over.</summary>
/// <param name="RepoId">Its identity.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Epoch">The lowest epoch of its rollouts.</param>
internal sealed record FleetFacts(Guid RepoId, IReadOnlyList<string> Channels, long Epoch)
{
    /// <summary>Those of a fleet that was read.</summary>
    public static FleetFacts Of(FleetRepository fleet) => new(
        fleet.Fleet.RepoId,
        [.. fleet.Fleet.Channels.Select(channel => channel.Name)],
        fleet.Rollouts.Select(rollout => rollout.Epoch).DefaultIfEmpty(0).Min());
}
