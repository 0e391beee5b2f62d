using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Adds somebody's signature to a release that others signed, after all of it was verified.</summary>
internal sealed class Cosigner(MetaSession session, ReadFleet read)
{
    /// <summary>Tags the same commit with the same trailer.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="counter">The release's number; null for the newest that somebody of the role signed.</param>
    /// <param name="keys">The key to sign with; none: the one Git signs with.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Attempt<MetaResult>> RunAsync(string channel, long? counter, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadTrustedAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if (ReleaseStanding.AnyOf(state.View!, channel, session.Now) is not { } policy)
            return new Refusal($"the trust document knows no channel '{channel}'", $"use one of: {string.Join(", ", state.Trust!.Releases.Keys.Order(StringComparer.Ordinal))}") { Code = AuthoringReason.UnknownChannel };
        var tags = await ChannelTags.ReadAsync(session.Git, channel, counter, cancellation);
        if (!Choose(tags, policy, counter).Try(out var chosen, out refusal))
            return refusal;
        var name = ReleaseRef.Parse(chosen.RefName)!;
        var check = await new ReleaseCheck(session.Git, read, session.Ed25519).VerifyAsync(chosen, tags.Of(name), policy, session.Now, cancellation);
        if (!check.Try(out var release, out refusal))
            return refusal;
        return release.Withheld is { Reason: not RejectionReason.NotYetStarted } withheld
            ? Refusal.Of(withheld)
            : await SignAsync(state, release, chosen, tags, (policy, keys), cancellation);
    }

    private async Task<Attempt<MetaResult>> SignAsync(
        MetaState state, CheckedRelease release, FetchedTag chosen, ChannelTags tags, (TrustPolicy Policy, IReadOnlyList<string> Keys) by, CancellationToken cancellation)
    {
        var document = state.Trust!;
        var name = release.Signed.Name;
        if (!(await SignKey.FindAsync(session.Git, by.Keys, cancellation)).Try(out var keys, out var refusal))
            return refusal;
        if (!(await session.Keygen.FingerprintAsync(keys[0], cancellation)).Try(out var fingerprint, out refusal))
            return refusal;
        if (NeededRole.ReleaseOf(document, name.Channel)!.OwnerOf(fingerprint) is not { } owner)
            return new Refusal($"the key {fingerprint} has not the role 'release of {name.Channel}'", "name another with --key FILE; 'gitedge keys list' shows who may") { Code = AuthoringReason.KeyWithoutRole };
        if (!ReleaseVerifier.VerifyTag(chosen, by.Policy, session.Ed25519).Try(out var signed, out var rejection))
            return Refusal.Of(rejection);
        var tally = ReleaseStanding.Count(document, signed, tags.Of(name), session.Ed25519);
        if (tally.Signed.Contains(owner, StringComparer.Ordinal))
            return new MetaResult([$"{owner} has signed {name.TagName} already", $"  {tally}"]) { Push = null };
        var whole = state.View!.PolicyFor(name.Channel, new ClockReading(session.Now, IsSynchronised: true))!;
        var changes = await ReleaseChanges.FindAsync(session, release.Signed, whole, cancellation);
        if (session.Ask(Describe(release, changes, tally, owner)) is { } refused)
            return refused;
        return await TagAsync(document, signed, new CosignRef(name, Label(owner)), (owner, keys[0]), cancellation);
    }

    private async Task<Attempt<MetaResult>> TagAsync(
        TrustDocument document, SignedTag release, CosignRef name, (string Owner, SignKey Key) who, CancellationToken cancellation)
    {
        if ((await session.Git.TryAsync(["rev-parse", "--verify", "--quiet", name.RefName], cancellation)).Succeeded)
            return new Refusal($"tag {name.TagName} is there, and does not count for this release", $"look at it, delete it with 'git tag -d {name.TagName}', and run the same command again") { Code = AuthoringReason.CosignatureExists };
        var key = who.Key.IsPath ? who.Key.Text : $"key::{who.Key.Text}";
        var message = $"Co-sign {release.Name.Channel} {release.Name.Counter}\n\n{release.Trailer}\n";
        var made = await session.Git.TryOnTerminalAsync(
            ["-c", "gpg.format=ssh", "-c", $"user.signingkey={key}", "tag", "-s", "--cleanup=verbatim", "-F", "-", name.TagName, release.Commit], message, cancellation);
        var tags = await ChannelTags.ReadAsync(session.Git, release.Name.Channel, release.Name.Counter, cancellation);
        var tally = ReleaseStanding.Count(document, release, tags.Of(release.Name), session.Ed25519);
        if (made.Succeeded && tally.Signed.Contains(who.Owner, StringComparer.Ordinal))
            return Report(name, tally);
        if (made.Succeeded)
            await session.Git.RunAsync(["tag", "-d", name.TagName], cancellation);
        return new Refusal("git tag did not make a signature that counts; its own words stand above", "check the key (--key FILE, ssh-agent, hardware key) and run the same command again; nothing has changed") { Code = AuthoringReason.SigningFailed };
    }

    private Attempt<FetchedTag> Choose(ChannelTags tags, TrustPolicy policy, long? counter)
    {
        var found = counter is null
            ? tags.Releases.FirstOrDefault(one => ReleaseVerifier.VerifyTag(one.Tag, policy, session.Ed25519).Try(out _, out _)).Tag
            : tags.Releases is [var (_, first), ..] ? first : null;
        return found is null
            ? new Refusal(counter is null ? $"no release of '{policy.Channel}' is here that somebody of the role signed" : $"there is no tag {new ReleaseRef(policy.Channel, counter.Value).TagName}", "run 'git fetch --tags', or name another release") { Code = AuthoringReason.ReleaseNotFound }
            : found;
    }

    private static List<string> Describe(CheckedRelease release, IReadOnlyList<string> changes, RoleTally tally, string owner) =>
    [
        FormattableString.Invariant($"{release.Signed.Name.TagName}, commit {release.Signed.Tag.Tag.Target}, epoch {release.Claims.Epoch}:"),
        FormattableString.Invariant($"  tag, lock {release.Signed.Lock} and its {release.Manifests} files hold, and the manifests are valid"),
        .. release.Signed.Tag.Tag.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  | {line}"),
        .. changes.Select(line => $"  {line}"),
        $"sign it as {owner}; so far:",
        $"  {tally}",
    ];

    private static MetaResult Report(CosignRef name, RoleTally tally) => new(
    [
        $"co-signed {name.TagName}",
        $"  {tally}",
    ])
    {
        Push = $"git push origin {name.RefName}",
    };

    /// <summary>The label is part of a ref's name, whose grammar (git-check-ref-format(1)) is narrower than that of principals.</summary>
    private static string Label(string principal)
    {
        var label = principal.Replace("..", "--", StringComparison.Ordinal).TrimEnd('.');
        return label.EndsWith(".lock", StringComparison.Ordinal) ? label + "-" : label;
    }
}
