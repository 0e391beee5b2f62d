using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
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

    /// <summary>Refuses what every device would refuse: a release of an epoch below the one that the trust document asks for.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<Refusal?> CheckAsync(MetaSession session, RolloutManifest rollout, CancellationToken cancellation)
    {
        if (await session.Branch.ReadNewestAsync(cancellation) is not { } snapshot || !MetaState.Read(snapshot, session.Now, session.Ed25519).Try(out var state, out _)
            || state.Trust is not { } trust || rollout.Epoch >= trust.Epoch)
            return null;
        return new Refusal(
            FormattableString.Invariant($"{rollout.Source.At.File} says epoch {rollout.Epoch}, and trust document {trust.Version} has devices take none below {trust.Epoch}: each would refuse the release"),
            FormattableString.Invariant($"set 'epoch: {trust.Epoch}' in it, commit, and run the same command again"))
        {
            Code = RejectionCatalog.Of(RejectionReason.EpochBelowTrust).Code,
            IsRejection = true,
        };
    }
}
