using System.Text;
using GitEdge.Agent.Git.Native;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Git;

/// <summary>
/// Reads what was fetched: raw bytes, nothing interpreted that a signature should cover. What is missing or cannot be
/// read is null, and the store is begun afresh at the next fetch.
/// </summary>
internal sealed class GitObjects(GitStore store, GitLimits limits)
{
    /// <summary>An object's type and bytes; null when it is missing, unreadable or larger than allowed.</summary>
    public RawObject? ReadRaw(GitObjectId id) => ReadRaw(id, limits.ObjectBytes);

    /// <summary>
    /// Every release tag of a channel, by counter, listed ones before those of the past.
    /// </summary>
    public IReadOnlyList<ReleaseTag> ListReleaseTags(string channel)
    {
        var names = new ReleaseNames(channel);
        lock (store.Gate)
        {
            if (!store.TryPrepareForReading())
                return [];
            try
            {
                return ReleaseTags.List(new ObjectReader(store), names, store.Repository);
            }
            catch (InvalidDataException damage)
            {
                store.MarkDamaged(damage.Message);
                return [];
            }
        }
    }

    /// <summary>The tip of the branch of trust documents; null when it was never fetched, or is gone.</summary>
    public GitObjectId? FindMeta() => ListReferences(ReleaseNames.Meta) is { } found && found.TryGetValue(ReleaseNames.Meta, out var tip) ? tip : null;

    /// <summary>The co-signatures of a channel by the number of their release, in the order of their names.</summary>
    public ILookup<long, (string Name, GitObjectId Id)> ListCosignatures(string channel)
    {
        var names = new ReleaseNames(channel, withTrust: true);
        return (ListReferences(names.Cosigned) ?? [])
            .Select(one => (IsPlain: names.TryCosigned(one.Key, out var counter), Counter: counter, one.Key, one.Value))
            .Where(one => one.IsPlain)
            .ToLookup(one => one.Counter, one => (one.Key, one.Value));
    }

    /// <summary>A co-signature; null when it is missing, unreadable or larger than one has to be.</summary>
    public RawObject? ReadCosignature(GitObjectId id) => ReadRaw(id, limits.CosignatureBytes);

    /// <summary>
    /// What there is to verify: first every tag with the accepted counter, past ones too, to notice an equivocation; then
    /// the tags above it, highest counter first, for each the listed one and those it was moved from.
    /// </summary>
    /// <param name="channel">This device's channel.</param>
    /// <param name="accepted">The accepted counter; 0 when nothing was accepted yet.</param>
    public ReleaseCandidates FindCandidates(string channel, long accepted)
    {
        var tags = ListReleaseTags(channel);
        return new ReleaseCandidates
        {
            AtAccepted = [.. tags.Where(t => t.Counter == accepted)],
            Above = [.. tags.Where(t => t.Counter > accepted && t.Standing == ReleaseTagStanding.Listed).Reverse()],
            NoLongerListed = [.. tags.Where(t => t.Counter > accepted && t.Standing != ReleaseTagStanding.Listed)],
            Below = [.. tags.Where(t => t.Counter < accepted && t.Standing == ReleaseTagStanding.Listed).Reverse()],
        };
    }

    /// <summary>Reads one release whole; null when its tag cannot be read.</summary>
    /// <param name="tag">Which.</param>
    /// <param name="acceptedCommit">The commit of the accepted release; null when there is none yet.</param>
    /// <param name="cancellation">Ends it with the next file.</param>
    public FetchedRevision? ReadRevision(ReleaseTag tag, GitObjectId? acceptedCommit, CancellationToken cancellation = default)
    {
        if (ReadRaw(tag.ObjectId) is not { } raw)
            return null;
        var target = raw.Type == GitObjectType.Tag ? ReadTarget(raw.Bytes.Span) : null;
        return new FetchedRevision
        {
            Tag = tag,
            RawTag = raw.Bytes,
            TargetCommit = target,
            Tree = target is { } commit ? ReadTree(commit, cancellation) : new ReleaseTree { Files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) },
            DescendsFromAccepted = target is { } newer && acceptedCommit is { } older ? IsDescendantOf(newer, older) : null,
        };
    }

    /// <summary>Every regular file of a commit, and a problem for everything else.</summary>
    public ReleaseTree ReadTree(GitObjectId commit, CancellationToken cancellation = default)
    {
        lock (store.Gate)
        {
            var reader = new TreeReader(store.TryPrepareForReading() ? new ObjectReader(store) : null, limits);
            return reader.Read(commit, cancellation);
        }
    }

    /// <summary>
    /// Whether <paramref name="ancestor"/> is <paramref name="commit"/> itself or one of its ancestors; null when one of them,
    /// or something in between, is not here.
    /// </summary>
    public bool? IsDescendantOf(GitObjectId commit, GitObjectId ancestor)
    {
        lock (store.Gate)
        {
            if (!store.TryPrepareForReading())
                return null;
            var reader = new ObjectReader(store);
            // An accepted commit may well be missing: the copy was begun afresh, and the history rewritten meanwhile.
            if (!reader.Has(commit) || !reader.Has(ancestor))
                return null;
            if (reader.TypeOf(commit) != GitObjectType.Commit || reader.TypeOf(ancestor) != GitObjectType.Commit)
                return null;
            if (commit == ancestor)
                return true;
            switch (LibGit2.GraphDescendantOf(store.Repository, NativeOid.From(commit), NativeOid.From(ancestor)))
            {
                case 0:
                    return false;
                case 1:
                    return true;
                // A remote can leave out a parent: then the release proves nothing, and the copy is as sound as before.
                case LibGit2.NotFound:
                    return null;
                default:
                    store.MarkDamaged($"the history of {commit} cannot be read: {LibGit2.Error().Message}");
                    return null;
            }
        }
    }

    /// <summary>The tree in a commit's first line; null when it says something else.</summary>
    internal static GitObjectId? ReadRoot(ReadOnlySpan<byte> commit)
    {
        var first = "tree "u8.Length + (GitObjectId.Size * 2);
        return commit.Length > first && commit.StartsWith("tree "u8)
            && GitObjectId.TryParse(Encoding.ASCII.GetString(commit["tree "u8.Length..first]), out var root)
            ? root
            : null;
    }

    private RawObject? ReadRaw(GitObjectId id, long bytes)
    {
        lock (store.Gate)
        {
            if (!store.TryPrepareForReading())
                return null;
            var reader = new ObjectReader(store);
            return reader.Has(id) ? reader.Read(id, bytes) : null;
        }
    }

    private SortedDictionary<string, GitObjectId>? ListReferences(string prefix)
    {
        lock (store.Gate)
        {
            if (!store.TryPrepareForReading())
                return null;
            try
            {
                return GitReferences.List(store.Repository, prefix);
            }
            catch (InvalidDataException damage)
            {
                store.MarkDamaged(damage.Message);
                return null;
            }
        }
    }

    /// <summary>The commit in a tag's first two lines; null when they say something else.</summary>
    internal static GitObjectId? ReadTarget(ReadOnlySpan<byte> tag)
    {
        var expected = "object "u8.Length + (GitObjectId.Size * 2);
        return tag.StartsWith("object "u8) && tag.Length > expected && tag[expected..].StartsWith("\ntype commit\n"u8)
            && GitObjectId.TryParse(Encoding.ASCII.GetString(tag["object "u8.Length..expected]), out var id)
            ? id
            : null;
    }
}
