using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>The epoch of a release, which the number alone does not say.</summary>
internal static class ReleaseEpoch
{
    /// <summary>As the rollout manifest of the release says; null where its tag is not here.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static Task<long?> FindAsync(GitCli git, ReadRollout read, ReleaseRef release, CancellationToken cancellation) =>
        ReadAsync(git, read, $"{release.RefName}^{{commit}}", release.Channel, cancellation);

    /// <summary>As what is checked out says, for releases that are still to come; null where that is no such manifest.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static Task<long?> FindNextAsync(GitCli git, ReadRollout read, string channel, CancellationToken cancellation) =>
        ReadAsync(git, read, "HEAD", channel, cancellation);

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

    private static async Task<long?> ReadAsync(GitCli git, ReadRollout read, string commit, string channel, CancellationToken cancellation)
    {
        var path = FleetLayout.RolloutOf(channel);
        var found = await GitObjects.ReadAsync(git, [$"{commit}:{path}"], cancellation);
        return found[0] is { } manifest && read(path, manifest.Bytes) is { IsValid: true } rollout ? rollout.Value.Epoch : null;
    }
}
