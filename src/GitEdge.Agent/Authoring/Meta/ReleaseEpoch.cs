using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>The epoch of a release, which the number alone does not say.</summary>
internal static class ReleaseEpoch
{
    /// <summary>As the rollout manifest of the release says, or of what is checked out where that is not there; 0 when neither is.</summary>
    public static async Task<long> FindAsync(GitCli git, string channel, long counter, CancellationToken cancellation)
    {
        var path = FleetLayout.RolloutOf(channel);
        var found = await GitObjects.ReadAsync(git, [$"{new ReleaseRef(channel, counter).RefName}^{{commit}}:{path}", $"HEAD:{path}"], cancellation);
        foreach (var manifest in found.OfType<GitObject>())
        {
            var read = ManifestReader.Read(ManifestKinds.Rollout, path, manifest.Bytes);
            if (read.IsValid)
                return read.Value.Epoch;
        }
        return 0;
    }
}
