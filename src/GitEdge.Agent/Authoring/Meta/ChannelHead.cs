using GitEdge.Core.Fleet;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>The newest release of a channel that enough people signed, whose files hold.</summary>
internal sealed class ChannelHead(MetaSession session, ReadFleet read, ReadRollout readRollout)
{
    /// <summary>The head; null when the channel has no release that counts.</summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public async Task<ReleaseHead?> FindAsync(TrustView view, string channel, CancellationToken cancellation)
    {
        var policy = view.PolicyFor(channel, new ClockReading(session.Now, IsSynchronised: true))!;
        var tags = await ChannelTags.ReadAsync(session.Git, channel, null, cancellation);
        var check = new ReleaseCheck(session.Git, read, session.Ed25519);
        foreach (var tag in await InOrderAsync(tags, policy, cancellation))
        {
            var verified = await check.VerifyAsync(tag, tags.Of(ReleaseRef.Parse(tag.RefName)!), policy, session.Now, cancellation);
            if (verified.Try(out var release, out _))
                return new ReleaseHead(release.Claims.Epoch, release.Claims.Counter);
        }
        return null;
    }

    /// <summary>Newest first, by the epoch that the manifests say; of tags that somebody of the role signed.</summary>
    private async Task<IReadOnlyList<FetchedTag>> InOrderAsync(ChannelTags tags, TrustPolicy policy, CancellationToken cancellation)
    {
        var signed = new List<(FetchedTag Tag, ReleaseRef Name, string Commit)>();
        foreach (var (name, tag) in tags.Releases)
        {
            if (ReleaseVerifier.VerifyTag(tag, policy, session.Ed25519).Try(out var good, out _))
                signed.Add((tag, name, good.Commit));
        }
        var path = FleetLayout.RolloutOf(policy.Channel);
        var rollouts = await GitObjects.ReadAsync(session.Git, [.. signed.Select(one => $"{one.Commit}:{path}")], cancellation);
        return [.. signed.Zip(rollouts).OrderByDescending(pair => EpochOf(pair.Second, path)).ThenByDescending(pair => pair.First.Name.Counter).Select(pair => pair.First.Tag)];
    }

    private long EpochOf(GitObject? manifest, string path) =>
        manifest is not null && readRollout(path, manifest.Bytes) is { IsValid: true } rollout ? rollout.Value.Epoch : -1;
}
