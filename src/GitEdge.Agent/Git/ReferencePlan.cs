namespace GitEdge.Agent.Git;

/// <summary>What a remote's list means against what is stored: pure.</summary>
internal sealed record ReferencePlan
{
    /// <summary>Tags to create.</summary>
    public required IReadOnlyList<TagChange> Added { get; init; }

    /// <summary>Tags to change, with the old object kept.</summary>
    public required IReadOnlyList<TagChange> Moved { get; init; }

    /// <summary>Tags to remove, with the old object kept.</summary>
    public required IReadOnlyList<TagChange> Gone { get; init; }

    /// <summary>Names below the channel that are not in their plain form.</summary>
    public required IReadOnlyList<string> OddNames { get; init; }

    /// <summary>Co-signatures and the branch of trust documents: what to create, change or (null) remove; nothing of it is kept.</summary>
    public IReadOnlyList<(string Name, GitObjectId? After)> Sides { get; init; } = [];

    /// <summary>Whether nothing is new.</summary>
    public bool IsEmpty => Added.Count + Moved.Count + Gone.Count + Sides.Count == 0;

    /// <summary>The objects that are new.</summary>
    public IEnumerable<GitObjectId> Wanted => Added.Concat(Moved).Select(change => change.After!.Value)
        .Concat(Sides.Where(side => side.After is not null).Select(side => side.After!.Value));

    /// <summary>Compares.</summary>
    /// <param name="names">The channel's names.</param>
    /// <param name="advertised">What the remote lists and <see cref="ReleaseNames.IsFollowed"/>.</param>
    /// <param name="stored">What is stored of that.</param>
    /// <param name="past">What is kept below <see cref="ReleaseNames.Past"/>.</param>
    public static ReferencePlan Compare(ReleaseNames names, IReadOnlyDictionary<string, GitObjectId> advertised,
        IReadOnlyDictionary<string, GitObjectId> stored, IReadOnlyDictionary<string, GitObjectId> past)
    {
        List<TagChange> added = [], moved = [];
        List<string> odd = [];
        var before = LatestPast(names, past);
        foreach (var (name, id) in advertised)
        {
            if (names.IsSide(name))
                continue;
            if (!names.TryCounter(name, out var counter))
                odd.Add(name);
            else if (stored.TryGetValue(name, out var known))
                AddIfMoved(known);
            else if (before.TryGetValue(counter, out var kept) && !kept.Contains(id))
                moved.Add(new TagChange(name, counter, kept[0], id));
            else
                added.Add(new TagChange(name, counter, null, id));

            void AddIfMoved(GitObjectId known)
            {
                if (known != id)
                    moved.Add(new TagChange(name, counter, known, id));
            }
        }
        return new ReferencePlan
        {
            Added = added,
            Moved = moved,
            Gone = Missing(names, advertised, stored),
            OddNames = odd,
            Sides = [.. FindSides(names, advertised, stored)],
        };
    }

    private static IEnumerable<(string Name, GitObjectId? After)> FindSides(
        ReleaseNames names, IReadOnlyDictionary<string, GitObjectId> advertised, IReadOnlyDictionary<string, GitObjectId> stored)
    {
        foreach (var (name, id) in advertised)
        {
            if (names.IsSide(name) && (!stored.TryGetValue(name, out var known) || known != id))
                yield return (name, id);
        }
        foreach (var name in stored.Keys)
        {
            if (names.IsSide(name) && !advertised.ContainsKey(name))
                yield return (name, null);
        }
    }

    private static List<TagChange> Missing(ReleaseNames names, IReadOnlyDictionary<string, GitObjectId> advertised, IReadOnlyDictionary<string, GitObjectId> stored)
    {
        var gone = new List<TagChange>();
        foreach (var (name, id) in stored)
        {
            if (!advertised.ContainsKey(name) && names.TryCounter(name, out var counter))
                gone.Add(new TagChange(name, counter, id, null));
        }
        return gone;
    }

    private static Dictionary<long, List<GitObjectId>> LatestPast(ReleaseNames names, IReadOnlyDictionary<string, GitObjectId> past)
    {
        var byCounter = new Dictionary<long, List<GitObjectId>>();
        foreach (var (name, id) in past)
        {
            if (!names.TryPastCounter(name, out var counter))
                continue;
            if (!byCounter.TryGetValue(counter, out var ids))
                byCounter[counter] = ids = [];
            ids.Add(id);
        }
        return byCounter;
    }
}
