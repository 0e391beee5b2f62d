using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Of which epoch a release is that is to be stopped, and who says so: with another one no device would know what is meant.</summary>
/// <param name="Release">The release.</param>
/// <param name="Epoch">Its epoch; null when nobody here says it.</param>
/// <param name="Tag">The release's tag, when that says it; null when the user does.</param>
internal sealed record StatedEpoch(ReleaseRef Release, long? Epoch, FetchedTag? Tag)
{
    /// <summary>As the user says, else as the tag of the release does.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<StatedEpoch> FindAsync(MetaSession session, ReadRollout read, ReleaseRef release, long? asked, CancellationToken cancellation)
    {
        if (asked is not null)
            return new StatedEpoch(release, asked, null);
        var tags = await ChannelTags.ReadAsync(session.Git, release.Channel, release.Counter, cancellation);
        return tags.Releases is [var (_, tag), ..]
            ? new StatedEpoch(release, await ReleaseEpoch.FindAsync(session.Git, read, release, cancellation), tag)
            : new StatedEpoch(release, null, null);
    }

    /// <summary>Null when it is known, and not from a tag that anybody who can push may have made.</summary>
    public Refusal? Check(MetaState state, MetaSession session)
    {
        if (Epoch is not { } epoch)
            return new Refusal($"there is no tag {Release.TagName} here that says the epoch of the release", "run 'git fetch --tags'; where the tag is gone, say it with --epoch") { Code = AuthoringReason.ReleaseNotFound };
        if (Tag is null || ReleaseStanding.AnyOf(state.View!, Release.Channel, session.Now) is not { } policy || ReleaseVerifier.VerifyTag(Tag, policy, session.Ed25519).Try(out _, out var rejection))
            return null;
        return new Refusal(
            FormattableString.Invariant($"tag {Release.TagName} says epoch {epoch}, and its signature does not count: {rejection.Detail.TrimEnd('.')}"),
            FormattableString.Invariant($"if that is the epoch of what devices run, say it with --epoch {epoch}")) { Code = rejection.Code };
    }
}
