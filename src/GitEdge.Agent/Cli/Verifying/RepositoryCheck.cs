using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>
/// Verifies a release of a repository on this machine, from the trust document a device was enrolled with down to the
/// manifests, step by step as a device does that sees it for the first time.
/// </summary>
internal sealed class RepositoryCheck(MetaSession session)
{
    private readonly List<RepositoryDocument.Step> _steps = [];

    /// <summary>What holds, and the verdict.</summary>
    /// <param name="refName">The tag, with or without <c>refs/tags/</c>.</param>
    /// <param name="enrolled">Path of the enrolled document; null for the repository's own first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task<RepositoryDocument> RunAsync(string refName, string? enrolled, CancellationToken cancellation)
    {
        var full = refName.StartsWith(ReleaseRef.Prefix, StringComparison.Ordinal) ? refName : ReleaseRef.Prefix + refName;
        if (ReleaseRef.Parse(full) is not { } name)
            return Refused(refName, Refusal.Of(Rejection.Because(RejectionReason.RefNameInvalid, $"The ref is '{full}'.")));
        if (!(await ReadTrustAsync(enrolled, cancellation)).Try(out var view, out var refusal))
            return Refused(name.TagName, refusal);
        if (view.PolicyFor(name.Channel, new ClockReading(session.Now, IsSynchronised: true)) is not { } policy)
            return Refused(name.TagName, new Refusal($"the trust document lets nobody release to '{name.Channel}'", "name a release of another channel") { Code = AuthoringReason.UnknownChannel });
        return await VerifyAsync(name, policy, cancellation);
    }

    private async Task<RepositoryDocument> VerifyAsync(ReleaseRef name, TrustPolicy policy, CancellationToken cancellation)
    {
        var tags = await ChannelTags.ReadAsync(session.Git, name.Channel, name.Counter, cancellation);
        if (tags.Releases is not [var (_, tag), ..])
            return Refused(name.TagName, new Refusal($"there is no tag {name.TagName}", "run 'git fetch --tags', or name another") { Code = AuthoringReason.ReleaseNotFound });
        if (!ReleaseVerifier.VerifyTag(tag, policy, session.Ed25519).Try(out var signed, out var rejection))
            return Refused(name.TagName, Refusal.Of(rejection));
        Note("tag", $"signed by {signed.Tag.Principal} with {signed.Tag.KeyFingerprint}");
        var check = await new ReleaseCheck(session.Git, ManifestReader.ReadFleet, session.Ed25519).VerifyAsync(tag, tags.Of(name), policy, session.Now, cancellation);
        if (!check.Try(out var release, out var refusal))
            return Refused(name.TagName, refusal);
        var principals = ReleaseSigners.Count(signed, tags.Of(name), session.Ed25519);
        Note("threshold", FormattableString.Invariant($"{policy.Release.Threshold} needed, signed have {string.Join(", ", principals)}"));
        Note("lock", FormattableString.Invariant($"{release.Signed.Lock}, and its {release.Manifests} files"));
        Note("manifests", FormattableString.Invariant($"valid; repository {release.Claims.RepoId}, channel {release.Claims.Channel}, {release.Claims.Epoch}/{release.Claims.Counter} (epoch/counter)"));
        if (release.Withheld is { } withheld)
            return Refused(name.TagName, Refusal.Of(withheld));
        Note("time and hold", "a device may take it now");
        return new RepositoryDocument
        {
            Verified = true, Reason = "ok", Steps = _steps, Tag = name.TagName,
            Commit = signed.Commit, Lock = release.Signed.Lock, Epoch = release.Claims.Epoch, Principals = principals,
        };
    }

    private async Task<Attempt<TrustView>> ReadTrustAsync(string? enrolled, CancellationToken cancellation)
    {
        if (!(await session.Branch.ReadAsync(cancellation)).Try(out var snapshot, out var refusal))
            return refusal;
        if (!Begin(snapshot, enrolled).Try(out var root, out refusal))
            return refusal;
        if (snapshot.Files.TryGetValue(TrustFiles.TrustPath(root.Document.Version), out var same) && !same.Span.SequenceEqual(root.Content.Span))
            return Refusal.Of(Rejection.Because(RejectionReason.TrustEquivocation, $"{TrustFiles.TrustPath(root.Document.Version)} has other bytes than the enrolled document, {root.Digest}."));
        root = Walk(root, snapshot);
        if (root.CheckTime(session.Now) is { } expired)
            return Refusal.Of(expired);
        Note("expiry", FormattableString.Invariant($"trust document {root.Document.Version} counts until {root.Document.Expires:u}"));
        var state = MetaState.Review(snapshot, root, session.Now, session.Ed25519);
        Note("hold", state.View!.Hold is { } hold ? FormattableString.Invariant($"hold document {hold.Document.Version}") : "nothing is on hold");
        Note("beacon", state.View.Beacon is not { } beacon ? "none" : FreshRules.CheckTime(beacon, session.Now)?.Detail ?? FormattableString.Invariant($"of {beacon.Document.Created:u}"));
        foreach (var finding in state.Findings)
            Note("not believed", $"{finding.Code}: {finding.Detail}");
        return state.View;
    }

    private Attempt<TrustedRoot> Begin(MetaSnapshot snapshot, string? enrolled)
    {
        if (enrolled is not null)
        {
            var content = File.ReadAllBytes(enrolled);
            if (!TrustFiles.Read(TrustFiles.Trust, enrolled, content, RejectionReason.TrustInvalid).Try(out var document, out var invalid)
                || !TrustChain.Enrol(content, document.RepoId).Try(out var root, out invalid))
                return Refusal.Of(invalid);
            Note("enrolled", FormattableString.Invariant($"trust document {document.Version}, {root.Digest}"));
            return root;
        }
        if (TrustFiles.Find(snapshot.Files, TrustFiles.TrustPath(1)) is not { } first)
            return new Refusal("the repository has no trust document", "name the one a device was enrolled with, with --trust FILE; after a clone: git fetch origin gitedge-meta") { Code = AuthoringReason.NoTrustDocument };
        if (!TrustChain.Found(first, session.Ed25519).Try(out var own, out var rejection))
            return Refusal.Of(rejection);
        Note("first", FormattableString.Invariant($"trust document 1, {own.Digest}, signed by {string.Join(", ", own.Principals)}; believed because it lies there: compare the digest, or use --trust"));
        return own;
    }

    private TrustedRoot Walk(TrustedRoot root, MetaSnapshot snapshot)
    {
        var clock = new ClockReading(session.Now, IsSynchronised: true);
        while (TrustFiles.Find(snapshot.Files, TrustFiles.TrustPath(root.Document.Version + 1)) is { } next)
        {
            if (!TrustChain.Advance(root, next, session.Ed25519).Try(out var taken, out var rejection))
            {
                Note("not believed", $"{next.Name}: {rejection.Code}: {rejection.Detail}");
                break;
            }
            // A device whose clock is right waits for it, and what is told of that comes with the rest.
            if (taken.Document.Created > clock.Latest)
                break;
            root = taken;
            Note("trust", FormattableString.Invariant($"trust document {root.Document.Version}, signed by {string.Join(", ", root.Principals)}"));
        }
        return root;
    }

    private void Note(string name, string found) => _steps.Add(new RepositoryDocument.Step(name, found));

    private RepositoryDocument Refused(string tag, Refusal refusal) => new()
    {
        Verified = false, Reason = refusal.Code!, Detail = refusal.What, Cure = refusal.Cure, Steps = _steps, Tag = tag,
    };
}
