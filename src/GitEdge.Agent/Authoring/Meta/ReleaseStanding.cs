using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Who stands behind a release, by the trust document that counts.</summary>
internal static class ReleaseStanding
{
    /// <summary>The policy by which one signature of the role is enough: for those who are to add the others.</summary>
    public static TrustPolicy? AnyOf(TrustView view, string channel, DateTimeOffset now)
    {
        if (view.PolicyFor(channel, new ClockReading(now, IsSynchronised: true)) is not { } policy)
            return null;
        var document = view.Root.Document;
        var alone = new Dictionary<string, TrustRole>(document.Releases, StringComparer.Ordinal) { [channel] = document.Releases[channel] with { Threshold = 1 } };
        return policy with { Release = (document with { Releases = alone }).ReleaseKeys(channel)! };
    }

    /// <summary>Who signed and who is missing.</summary>
    public static RoleTally Count(TrustDocument document, SignedTag tag, IReadOnlyList<FetchedTag> cosignatures, Ed25519Verify ed25519)
    {
        var role = document.Releases[tag.Name.Channel];
        var signed = ReleaseSigners.Count(tag, cosignatures, ed25519);
        return new RoleTally(tag.Name.TagName, role.Threshold, signed, [.. role.Principals.Except(signed, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// What the trust document says of a release that was just signed: refused when its signature does not count; null where
    /// there is no document to say anything.
    /// </summary>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<Attempt<RoleTally>?> FindAsync(MetaSession session, ReleaseRef release, CancellationToken cancellation)
    {
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out _) || state.View is not { } view)
            return null;
        if (AnyOf(view, release.Channel, session.Now) is not { } policy)
            return new Refusal($"the trust document lets nobody release to '{release.Channel}'", $"give somebody the role: gitedge keys add PRINCIPAL PUBFILE --role release:{release.Channel}") { Code = AuthoringReason.UnknownChannel };
        var tags = await ChannelTags.ReadAsync(session.Git, release.Channel, release.Counter, cancellation);
        if (tags.Releases is not [var (_, tag), ..])
            return null;
        return ReleaseVerifier.VerifyTag(tag, policy, session.Ed25519).Try(out var signed, out var rejection)
            ? Count(view.Root.Document, signed, tags.Of(release), session.Ed25519)
            : Refusal.Of(rejection);
    }
}
