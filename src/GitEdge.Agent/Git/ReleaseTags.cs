using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>Puts listed and past references together.</summary>
internal static class ReleaseTags
{
    /// <summary>Every tag of a channel, by counter, listed ones first.</summary>
    /// <exception cref="InvalidDataException">A reference is damaged.</exception>
    public static IReadOnlyList<ReleaseTag> List(ObjectReader reader, ReleaseNames names, RepositoryHandle repository)
    {
        var tags = new List<ReleaseTag>();
        var listed = new Dictionary<long, GitObjectId>();
        foreach (var (name, id) in GitReferences.List(repository, names.Listed))
        {
            if (!names.TryCounter(name, out var counter))
                continue;
            listed[counter] = id;
            tags.Add(Make(counter, id, ReleaseTagStanding.Listed));
        }
        foreach (var (name, id) in GitReferences.List(repository, names.Past))
        {
            if (!names.TryPastCounter(name, out var counter))
                continue;
            if (!listed.TryGetValue(counter, out var current))
                tags.Add(Make(counter, id, ReleaseTagStanding.Gone));
            else if (current != id)
                tags.Add(Make(counter, id, ReleaseTagStanding.Superseded));
        }
        return [.. tags.OrderBy(t => t.Counter).ThenBy(t => t.Standing)];

        ReleaseTag Make(long counter, GitObjectId id, ReleaseTagStanding standing) => new()
        {
            RefName = names.NameOf(counter),
            Counter = counter,
            ObjectId = id,
            Standing = standing,
            ObjectType = reader.TypeOf(id),
        };
    }
}
