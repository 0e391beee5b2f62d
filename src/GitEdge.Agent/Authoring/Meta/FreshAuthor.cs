using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Makes and signs the freshness beacon: for a key that is online and can install nothing.</summary>
internal sealed class FreshAuthor(MetaSession session, ReadFleet read, ReadRollout readRollout)
{
    /// <summary>A new beacon; none while the one that counts says the same and has more than half of its time left.</summary>
    /// <param name="lifetime">How long it says anything.</param>
    /// <param name="keys">The keys to sign with; none: the one Git signs with.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Attempt<MetaResult>> SignAsync(TimeSpan lifetime, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (!(await session.ReadTrustedAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if (NeededRole.FreshOf(state.Trust!) is not { } role)
            return new Refusal("nobody has the role 'fresh'", "give it to somebody with 'gitedge keys add PRINCIPAL PUBFILE --role fresh'") { Code = AuthoringReason.UnknownRole };
        if (CheckPresent(state) is { } planted)
            return planted;
        var heads = await HeadsAsync(state.View!, cancellation);
        var last = state.View!.Beacon?.Document;
        if (last is not null && (CheckVersions(last, state) ?? CheckHeads(last, heads)) is { } behind)
            return behind;
        var beacon = new FreshDocument
        {
            RepoId = state.Trust!.RepoId,
            Created = last?.Created >= session.Now ? last.Created.AddSeconds(1) : session.Now,
            Lifetime = lifetime,
            Trust = state.Trust.Version,
            Hold = state.View.Hold?.Document.Version ?? 0,
            Heads = heads,
        };
        if (last is not null && SaysTheSame(last, beacon) && session.Now < last.Created + lifetime / 2)
            return new MetaResult([FormattableString.Invariant($"the beacon of {last.Created:u} still says it all, until {last.Until:u}")]) { Push = null };
        return await WriteAsync(state, beacon, role, keys, cancellation);
    }

    private async Task<Attempt<MetaResult>> WriteAsync(
        MetaState state, FreshDocument beacon, NeededRole role, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var content = TrustWriter.Write(beacon);
        if (!TrustFiles.Read(TrustFiles.Fresh, TrustFiles.FreshPath, content, RejectionReason.FreshInvalid).Try(out _, out var invalid))
            return new Refusal($"the beacon would contradict itself: {invalid.Detail.TrimEnd('.')}", "give a lifetime of at most 366 days") { Code = AuthoringReason.ChangeInvalid, IsRejection = true };
        var draft = new Draft(new SignedFile(TrustFiles.FreshPath, content, []), TrustNamespaces.Fresh, beacon.Created, [role]);
        if (!(await new DraftSigner(session).SignAsync(draft, keys, Describe(beacon), cancellation)).Try(out var signed, out var refusal))
            return refusal;
        if (!signed.IsComplete)
            return new Refusal($"a beacon is signed at once: {signed.Tallies[0]}", "give every key with --key, or lower the threshold of the role fresh") { Code = AuthoringReason.SignaturesMissing };
        if (await DraftWriter.WriteAsync(session, state.Snapshot, signed, FormattableString.Invariant($"Beacon of {beacon.Created:u}"), cancellation) is { } failed)
            return failed;
        return new MetaResult([FormattableString.Invariant($"the beacon says it all until {beacon.Until:u}")]);
    }

    private async Task<Dictionary<string, ReleaseHead>> HeadsAsync(TrustView view, CancellationToken cancellation)
    {
        var heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal);
        foreach (var channel in view.Root.Document.Releases.Keys.Order(StringComparer.Ordinal))
        {
            if (await new ChannelHead(session, read, readRollout).FindAsync(view, channel, cancellation) is { } head)
                heads.Add(channel, head);
        }
        return heads;
    }

    /// <summary>Null unless somebody else put the beacon there: over the last one that counted.</summary>
    private Refusal? CheckPresent(MetaState state)
    {
        if (state.View!.Beacon is not null || TrustFiles.Find(state.Snapshot.Files, TrustFiles.FreshPath) is not { } file)
            return null;
        var isOfSomebody = TrustFiles.Read(TrustFiles.Fresh, file.Name, file.Content.Span, RejectionReason.FreshInvalid).Try(out var document, out _)
            && TrustPast.RootsOf(state, session.Ed25519).Select(root => NeededRole.FreshOf(root.Document)).OfType<NeededRole>()
                .Any(role => role.Count(file, TrustNamespaces.Fresh, document.Created, session.Ed25519).IsMet);
        return isOfSomebody ? null : new Refusal(
            $"{TrustFiles.FreshPath} is on the branch, and nobody signed it who ever had the role fresh: what the last beacon knew is not known here",
            $"see who put it there with 'git log {TrustFiles.Branch} -- {TrustFiles.FreshPath}', and undo it with 'git revert'") { Code = AuthoringReason.SignedByNobody };
    }

    /// <summary>A branch that was put back must not be said to be the newest.</summary>
    private static Refusal? CheckVersions(FreshDocument last, MetaState state)
    {
        var (trust, hold) = (state.Trust!.Version, state.View!.Hold?.Document.Version ?? 0);
        return last.Trust <= trust && last.Hold <= hold ? null : new Refusal(
            FormattableString.Invariant($"the beacon that counts knows trust document {last.Trust} and hold document {last.Hold}; here {trust} and {hold} are believed"),
            $"run 'git fetch'; if somebody took them from branch {TrustFiles.Branch}, undo it with 'git revert'; if the signers of the hold have lost their role: gitedge hold --cosign") { Code = AuthoringReason.HeadsBehind };
    }

    /// <summary>A clone that lacks what was published before must not say that there is nothing newer.</summary>
    private static Refusal? CheckHeads(FreshDocument last, Dictionary<string, ReleaseHead> heads)
    {
        foreach (var (channel, known) in last.Heads.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var head = heads.GetValueOrDefault(channel);
            if ((known.Epoch, known.Counter).CompareTo((head?.Epoch ?? 0, head?.Counter ?? 0)) > 0)
                return new Refusal(FormattableString.Invariant($"the beacon that counts knows {known.Epoch}/{known.Counter} (epoch/counter) of '{channel}', here is {head?.Epoch ?? 0}/{head?.Counter ?? 0}"), "run 'git fetch --tags'; if its signers have lost their role, release again first") { Code = AuthoringReason.HeadsBehind };
        }
        return null;
    }

    private static bool SaysTheSame(FreshDocument last, FreshDocument next) =>
        (last.Trust, last.Hold, last.Lifetime) == (next.Trust, next.Hold, next.Lifetime)
        && last.Heads.Count == next.Heads.Count && last.Heads.All(head => next.Heads.GetValueOrDefault(head.Key) == head.Value);

    private static List<string> Describe(FreshDocument beacon) =>
    [
        FormattableString.Invariant($"beacon of {beacon.Created:u}: trust document {beacon.Trust}, hold document {beacon.Hold}"),
        .. beacon.Heads.OrderBy(head => head.Key, StringComparer.Ordinal).Select(head => FormattableString.Invariant($"  {head.Key}: {head.Value.Epoch}/{head.Value.Counter} (epoch/counter)")),
    ];
}
