using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// Makes versions of the hold document and signs them. A version that lacks signatures waits beside hold.json, so that what
/// is on hold stays so for every device until enough have agreed to lift it.
/// </summary>
internal sealed class HoldAuthor(MetaSession session)
{
    /// <summary>The next document.</summary>
    /// <param name="edit">From what is in force, or waits, to the next.</param>
    /// <param name="onPending">Whether a change adds to the version that waits; else that is given up.</param>
    /// <param name="keys">Files of the keys to sign with; none: the one Git signs with.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Attempt<MetaResult>> ChangeAsync(
        Func<MetaState, HoldDocument, Attempt<HoldDocument>> edit, bool onPending, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadTrustedAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        var past = await HoldPast.FindAsync(session, state, cancellation);
        if (!edit(state, Base(state, past, onPending)).Try(out var edited, out refusal))
            return refusal;
        // Only a time that is believed is gone on from: one far in the future would be refused by devices for ever.
        var created = state.View!.Hold?.Document.Created > session.Now ? state.View.Hold.Document.Created : session.Now;
        var next = edited with { Version = (past.Last?.Document.Version ?? 0) + 1, Created = created };
        var content = TrustWriter.Write(next);
        if (!TrustFiles.Read(TrustFiles.Hold, TrustFiles.HoldPath, content, RejectionReason.HoldInvalid).Try(out _, out var invalid))
            return new Refusal($"the document would contradict itself: {invalid.Detail.TrimEnd('.')}", "correct the options") { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
        var draft = new Draft(new SignedFile(MetaState.HoldNextPath, content, []), TrustNamespaces.Hold, created, HoldEdit.NeededFor(state.Trust!, past.Last?.Document, next));
        return await FinishAsync((state, past), draft, next, keys, cancellation);
    }

    /// <summary>One signature more: for the version that waits, or for the one in force, whose signers may have lost their role.</summary>
    public async Task<Attempt<MetaResult>> CosignAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadTrustedAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        var past = await HoldPast.FindAsync(session, state, cancellation);
        if (state.NextHold is { File: var file, Document: var next })
            return await FinishAsync((state, past), new Draft(file, TrustNamespaces.Hold, next.Created, HoldEdit.NeededFor(state.Trust!, past.Last?.Document, next)), next, keys, cancellation);
        if (!past.IsPresent)
            return new Refusal(past.Describe()!, $"see who did it with 'git log {TrustFiles.Branch} -- {TrustFiles.HoldPath}', and undo it with 'git revert'; or make the next version with 'gitedge hold' or 'gitedge recall'") { Code = AuthoringReason.SignedByNobody };
        return past.Last is null
            ? new Refusal("there is no hold document", "nothing has to be done") { Code = AuthoringReason.NothingPending }
            : await SignAgainAsync((state, past), past.Last.Document, keys, cancellation);
    }

    /// <summary>
    /// Whoever releases to a channel may sign too: a device that cannot get to the newest document over the last one they signed looks
    /// for their signatures there.
    /// </summary>
    private async Task<Attempt<MetaResult>> SignAgainAsync((MetaState State, HoldPast Past) from, HoldDocument document, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var (state, past) = from;
        var roles = state.Trust!.Releases.Keys.Order(StringComparer.Ordinal).Select(channel => NeededRole.ReleaseOf(state.Trust, channel)!);
        var draft = new Draft(past.Present!, TrustNamespaces.Hold, document.Created, [NeededRole.HoldOf(state.Trust), .. roles]);
        if (!(await new DraftSigner(session).SignAsync(draft, keys, Describe(state, past, document), cancellation)).Try(out var signed, out var refusal))
            return refusal;
        var changes = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        DraftWriter.Put(changes, state.Snapshot, signed.Draft.File, signed.Added);
        PutLifts(state, signed, changes);
        if (await session.Branch.WriteAsync(state.Snapshot, changes, FormattableString.Invariant($"Sign hold document {document.Version}"), cancellation) is { } failed)
            return failed;
        return new MetaResult([FormattableString.Invariant($"hold document {document.Version} is signed once more"), .. signed.Tallies.Select(tally => $"  {tally}")]);
    }

    private static HoldDocument Base(MetaState state, HoldPast past, bool onPending) => (onPending ? state.NextHold?.Document : null) ?? past.Last?.Document ?? new HoldDocument
    {
        RepoId = state.Trust!.RepoId,
        Version = 0,
        Created = DateTimeOffset.MinValue,
    };

    private async Task<Attempt<MetaResult>> FinishAsync(
        (MetaState State, HoldPast Past) from, Draft draft, HoldDocument next, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var (state, past) = from;
        if (!(await new DraftSigner(session).SignAsync(draft, keys, Describe(state, past, next), cancellation)).Try(out var signed, out var refusal))
            return refusal;
        var changes = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        if (!signed.IsComplete)
            DraftWriter.Put(changes, state.Snapshot, signed.Draft.File, signed.Added);
        else if (Complete(from, signed, changes) is { } refused)
            return refused;
        var message = FormattableString.Invariant($"Hold document {next.Version}{(signed.IsComplete ? "" : ", waiting for signatures")}");
        if (await session.Branch.WriteAsync(state.Snapshot, changes, message, cancellation) is { } failed)
            return failed;
        return Report(signed, next);
    }

    /// <summary>Moves it to where devices look, after a last look with their rules: for those who know what is in force, and for those who do not.</summary>
    private Refusal? Complete((MetaState State, HoldPast Past) from, SignedDraft signed, Dictionary<string, byte[]?> changes)
    {
        var (state, last) = (from.State, from.Past.Last);
        var file = signed.Draft.File with { Name = TrustFiles.HoldPath };
        foreach (var known in new[] { last, null }.Distinct())
        {
            // A device that knows no hold yet waits for more signatures; those that do must be stopped at once.
            if (!HoldRules.Advance(known, file, state.View!.Root, session.Ed25519).Try(out _, out var rejection)
                && (known is not null || last is null || rejection.Reason != RejectionReason.HoldSkipped))
                return Refusal.Of(rejection);
        }
        DraftWriter.Remove(changes, state.Snapshot, MetaState.HoldNextPath);
        DraftWriter.Put(changes, state.Snapshot, file, AllSignatures(state.Snapshot, signed));
        PutLifts(state, signed, changes);
        return null;
    }

    /// <summary>Lays a copy aside for each channel whose signers signed it: devices that sleep from now on will need it.</summary>
    private void PutLifts(MetaState state, SignedDraft signed, Dictionary<string, byte[]?> changes)
    {
        foreach (var channel in state.Trust!.Releases.Keys.Order(StringComparer.Ordinal))
        {
            if (NeededRole.ReleaseOf(state.Trust, channel)!.Count(signed.Draft.File, TrustNamespaces.Hold, signed.Draft.Created, session.Ed25519).IsMet)
                DraftWriter.Put(changes, state.Snapshot, signed.Draft.File with { Name = TrustFiles.LiftPath(channel) }, AllSignatures(state.Snapshot, signed));
        }
    }

    private static Dictionary<string, byte[]> AllSignatures(MetaSnapshot before, SignedDraft signed)
    {
        var all = new Dictionary<string, byte[]>(signed.Added, StringComparer.Ordinal);
        var draft = signed.Draft.File;
        var folder = TrustFiles.SignaturesOf(draft.Name) + "/";
        if (before.Files.TryGetValue(draft.Name, out var old) && old.Span.SequenceEqual(draft.Content.Span))
        {
            foreach (var path in before.Files.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)))
                all.TryAdd(Path.GetFileNameWithoutExtension(path), before.Files[path].ToArray());
        }
        return all;
    }

    private static List<string> Describe(MetaState state, HoldPast past, HoldDocument next)
    {
        var lines = new List<string> { FormattableString.Invariant($"hold document {next.Version}, of {next.RepoId}:") };
        if (past.Describe() is { } strange)
            lines.Add($"  {strange}");
        else if (past.Last is not null && state.View!.Hold is null)
            lines.Add($"  the present hold.json is not believed ({state.Findings.FirstOrDefault(found => found.Code.StartsWith("hold-", StringComparison.Ordinal))?.Code}): its signers have lost the role");
        if (state.NextHold is { } waiting && HoldEdit.Between(waiting.Document, next).Count > 0)
            lines.Add(FormattableString.Invariant($"  version {waiting.Document.Version} was waiting with {waiting.File.Signatures.Count} signatures; they are dropped"));
        lines.AddRange(HoldEdit.Between(past.Last?.Document, next).Concat(HoldEdit.Kept(past.Last?.Document, next)).Select(line => $"  {line}"));
        return lines;
    }

    private static MetaResult Report(SignedDraft signed, HoldDocument next) => new(
    [
        signed.IsComplete
            ? FormattableString.Invariant($"hold document {next.Version} is in force")
            : FormattableString.Invariant($"hold document {next.Version} waits for signatures; until then what was on hold stays so"),
        .. signed.Tallies.Select(tally => $"  {tally}"),
        .. signed.IsComplete ? Array.Empty<string>() : ["the others sign it with: gitedge resume --cosign"],
    ]);
}
