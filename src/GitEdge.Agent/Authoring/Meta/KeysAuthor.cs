using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// Makes versions of the trust document and signs them. A version that lacks signatures waits on the branch under its own
/// number; devices refuse it until it is complete.
/// </summary>
internal sealed class KeysAuthor(MetaSession session)
{
    /// <summary>The first document.</summary>
    public async Task<Attempt<MetaResult>> FoundAsync(FoundRequest request, FleetFacts facts, CancellationToken cancellation)
    {
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if (state.View is not null)
            return new Refusal("the fleet has a trust document", "change it with 'gitedge keys add', 'rotate', 'revoke', 'grant', 'withdraw', 'threshold', 'window', 'epoch' or 'renew'") { Code = AuthoringReason.TrustExists };
        if (!(await FoundingKeys.FindAsync(session.Git, request, cancellation)).Try(out var principals, out refusal))
            return refusal;
        return TrustFounding.Make(facts, principals, request, session.Now).Try(out var document, out refusal)
            ? await SignAsync(state, document, request.Keys, cancellation)
            : refusal;
    }

    /// <summary>The next document.</summary>
    /// <param name="edit">From the newest one, which may wait for signatures itself, to the next.</param>
    /// <param name="keys">Files of the keys to sign with; none: the one Git signs with.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Attempt<MetaResult>> ChangeAsync(
        Func<TrustDocument, DateTimeOffset, Attempt<TrustDocument>> edit, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if ((state.Next?.Document ?? state.Trust) is not { } newest)
            return new Refusal("the fleet has no trust document", "make it with 'gitedge keys init'; after a clone: git fetch origin gitedge-meta") { Code = AuthoringReason.NoTrustDocument };
        if (!edit(newest, session.Now).Try(out var document, out refusal))
            return refusal;
        if (TrustLockout.Find(newest, document, session.Now) is { } lockout)
            return lockout;
        if (TrustChanges.Between(newest, document).Count == 0)
            return new Refusal($"version {newest.Version} says so already", state.Next is null ? "nothing has to be done" : "sign it with 'gitedge keys sign'") { Code = AuthoringReason.NothingToChange };
        var created = state.Trust?.Created > session.Now ? state.Trust.Created : session.Now;
        return await SignAsync(state, document with { Version = (state.Trust?.Version ?? 0) + 1, Created = created }, keys, cancellation);
    }

    /// <summary>One signature more for the version that waits.</summary>
    public async Task<Attempt<MetaResult>> CosignAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if (state.Next is not { } next)
            return new Refusal("no version of the trust document waits for signatures", "nothing has to be done; 'gitedge keys list' shows what counts") { Code = AuthoringReason.NothingPending };
        var draft = new Draft(next.File, TrustNamespaces.Trust, next.Document.Created, state.NeededFor(next.Document));
        if (!(await new DraftSigner(session).SignAsync(draft, keys, Describe(state, next.Document), cancellation)).Try(out var signed, out refusal))
            return refusal;
        return await DraftWriter.WriteAsync(session, state.Snapshot, signed, $"Sign trust document {next.Document.Version}", cancellation) is { } failed ? failed : Report(signed, next.Document);
    }

    private async Task<Attempt<MetaResult>> SignAsync(MetaState state, TrustDocument document, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var path = TrustFiles.TrustPath(document.Version);
        var content = TrustWriter.Write(document);
        if (!TrustFiles.Read(TrustFiles.Trust, path, content, RejectionReason.TrustInvalid).Try(out var read, out var invalid))
            return new Refusal($"the document would contradict itself: {invalid.Detail.TrimEnd('.')}", "make the other change first, for example add a key before the last one goes") { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
        var draft = new Draft(new SignedFile(path, content, []), TrustNamespaces.Trust, document.Created, state.NeededFor(read));
        if (!(await new DraftSigner(session).SignAsync(draft, keys, Describe(state, read), cancellation)).Try(out var signed, out var refusal))
            return refusal;
        return await DraftWriter.WriteAsync(session, state.Snapshot, signed, $"Trust document {document.Version}", cancellation) is { } failed ? failed : Report(signed, document);
    }

    /// <summary>What was signed before with keys that count no longer by this: on the day a laptop is stolen nobody looks for it.</summary>
    private IEnumerable<string> FindVoid(MetaState state, TrustDocument next)
    {
        foreach (var (channel, role) in (state.Trust?.Releases ?? new Dictionary<string, TrustRole>()).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (next.Releases.TryGetValue(channel, out var after) && KeysOf(state.Trust!, role).Except(KeysOf(next, after), StringComparer.Ordinal).Any())
                yield return $"releases to '{channel}' that lack signers by this stay where devices took them; for others: gitedge release {channel} --again";
        }
        if (!TrustChain.Enrol(TrustWriter.Write(next), next.RepoId).Try(out var root, out _))
            yield break;
        foreach (var found in MetaState.Review(state.Snapshot, root, session.Now, session.Ed25519).Findings.Where(IsOfSigners))
            yield return $"not believed by this: {found.Code}: {found.Detail} fix: {found.Cure}";
    }

    private static bool IsOfSigners(Rejection found) =>
        found.Reason is RejectionReason.HoldThreshold or RejectionReason.HoldLiftThreshold or RejectionReason.FreshThreshold;

    private static IEnumerable<string> KeysOf(TrustDocument document, TrustRole role) =>
        role.Principals.SelectMany(name => document.Principals[name]).Select(key => key.Key.Fingerprint);

    private List<string> Describe(MetaState state, TrustDocument next)
    {
        var lines = new List<string> { FormattableString.Invariant($"trust document {next.Version}, of {next.RepoId}, made {next.Created:u}:") };
        if (state.Next is { } before && TrustChanges.Between(before.Document, next).Count > 0)
        {
            lines.Add(FormattableString.Invariant($"  version {next.Version} was waiting with {before.File.Signatures.Count} signatures; it is changed, and they are dropped"));
            // Whoever can push can lay a version there.
            lines.Add("  what it was to change is in this as well: look at each line");
        }
        lines.AddRange(TrustChanges.Between(state.Trust, next).Concat(FindVoid(state, next)).Select(line => $"  {line}"));
        return lines;
    }

    private static MetaResult Report(SignedDraft signed, TrustDocument document) => new(
    [
        signed.IsComplete
            ? FormattableString.Invariant($"trust document {document.Version} is complete")
            : FormattableString.Invariant($"trust document {document.Version} waits for signatures; devices refuse it until then"),
        .. signed.Tallies.Select(tally => $"  {tally}"),
        .. signed.IsComplete ? Array.Empty<string>() : ["the others sign it with: gitedge keys sign"],
    ]);
}
