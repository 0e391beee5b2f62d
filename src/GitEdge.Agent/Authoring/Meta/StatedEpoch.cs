using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Of which epoch a release is that is to be stopped, and who says so: with another one no device would know what is meant.</summary>
/// <param name="Release">The release.</param>
/// <param name="Epoch">Its epoch; null when nobody here says it.</param>
/// <param name="Tags">The channel's tags, when that of the release says it; null when the user does.</param>
internal sealed record StatedEpoch(ReleaseRef Release, long? Epoch, ChannelTags? Tags)
{
    /// <summary>As the user says, else as the tag of the release does.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<StatedEpoch> FindAsync(MetaSession session, ReadRollout read, ReleaseRef release, long? asked, CancellationToken cancellation)
    {
        if (asked is not null)
            return new StatedEpoch(release, asked, null);
        var tags = await ChannelTags.ReadAsync(session.Git, release.Channel, release.Counter, cancellation);
        return tags.Releases.Count > 0
            ? new StatedEpoch(release, await ReleaseEpoch.FindAsync(session.Git, read, release, cancellation), tags)
            : new StatedEpoch(release, null, null);
    }

    /// <summary>Null when it is known, and not from a tag that fewer have signed than may release.</summary>
    public Refusal? Check(MetaState state, MetaSession session)
    {
        if (Epoch is not { } epoch)
            return new Refusal($"there is no tag {Release.TagName} here that says the epoch of the release", "run 'git fetch --tags'; where the tag is gone, say it with --epoch") { Code = AuthoringReason.ReleaseNotFound };
        if (Tags is null || state.View!.PolicyFor(Release.Channel, new ClockReading(session.Now, IsSynchronised: true)) is not { } policy
            || (ReleaseVerifier.VerifyTag(Tags.Releases[0].Tag, policy, session.Ed25519).Try(out var signed, out var rejection)
                && ReleaseVerifier.VerifySigners(signed, Tags.Of(Release), session.Ed25519).Try(out _, out rejection)))
            return null;
        return new Refusal(
            FormattableString.Invariant($"tag {Release.TagName} says epoch {epoch}, and its signature does not count: {rejection.Detail.TrimEnd('.')}"),
            "look at 'gitedge status' of a device that runs the release, and say its epoch with --epoch") { Code = rejection.Code };
    }
}
