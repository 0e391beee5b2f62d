using GitEdge.Core.Fleet;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>The epoch of a release, which the number alone does not say.</summary>
internal static class ReleaseEpoch
{
    /// <summary>As the rollout manifest of the release says, or of what is checked out where that is not there; 0 when neither is.</summary>
    public static async Task<long> FindAsync(GitCli git, ReadRollout read, string channel, long counter, CancellationToken cancellation)
    {
        var path = FleetLayout.RolloutOf(channel);
        var found = await GitObjects.ReadAsync(git, [$"{new ReleaseRef(channel, counter).RefName}^{{commit}}:{path}", $"HEAD:{path}"], cancellation);
        foreach (var manifest in found.OfType<GitObject>())
        {
            var rollout = read(path, manifest.Bytes);
            if (rollout.IsValid)
                return rollout.Value.Epoch;
        }
        return 0;
    }
}
