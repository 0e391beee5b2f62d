using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>Carries a plan out. Can be run again after a crash at any point: what is lost is kept before it is replaced.</summary>
internal sealed class ReferenceUpdate(GitStore store, ReleaseNames names, EvidenceRule isEvidence, GitLimits limits)
{
    // A remote that moves its tags at every poll must not be able to fill the disk with evidence against itself. What was
    // kept first stays: it is what was accepted.
    private const int MaxPast = 1000;
    private const int MaxPastOfOne = 8;
    private const int MaxNotices = 10;

    private readonly ObjectReader _reader = new(store);

    /// <summary>Changes the references; every one is synced.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="past">What is kept already.</param>
    public IReadOnlyList<string> Apply(ReferencePlan plan, IReadOnlyDictionary<string, GitObjectId> past)
    {
        RepositoryHandle repository = store.Repository;
        var notices = new List<string>();
        var kept = past.Count;
        var keptOf = CountByCounter(past);
        foreach (var change in plan.Moved.Concat(plan.Gone))
        {
            if (change.Before is not { } before || past.ContainsKey(names.PastOf(change.Counter, before)) || !IsEvidence(change, before))
                continue;
            var ofOne = keptOf.GetValueOrDefault(change.Counter);
            if (kept < MaxPast && ofOne < MaxPastOfOne)
            {
                GitReferences.Set(repository, names.PastOf(change.Counter, before), before);
                (kept, keptOf[change.Counter]) = (kept + 1, ofOne + 1);
            }
            else if (notices.Count < MaxNotices)
            {
                notices.Add($"{change.RefName} was {(change.After is null ? "deleted" : "moved")}; {kept} such cases are kept already, {ofOne} of this tag; this one is not.");
            }
        }
        // Before the releases: who signs for one, and whether it is held, is known by the time it is looked at.
        foreach (var (name, after) in plan.Sides)
        {
            if (after is { } id)
                GitReferences.Set(repository, name, id);
            else
                GitReferences.Remove(repository, name);
        }
        foreach (var change in plan.Moved.Concat(plan.Added))
            GitReferences.Set(repository, change.RefName, change.After!.Value);
        foreach (var change in plan.Gone)
            GitReferences.Remove(repository, change.RefName);
        return notices;
    }

    private bool IsEvidence(TagChange change, GitObjectId before)
    {
        // It was here when its reference was made.
        if (_reader.Header(before) is null)
            throw new InvalidDataException($"{change.RefName} names {before}, which is missing or damaged");
        return _reader.Read(before, limits.ObjectBytes) is { Type: GitObjectType.Tag } raw && isEvidence(change.RefName, before, raw.Bytes);
    }

    private Dictionary<long, int> CountByCounter(IReadOnlyDictionary<string, GitObjectId> past)
    {
        var counts = new Dictionary<long, int>();
        foreach (var name in past.Keys)
        {
            if (names.TryPastCounter(name, out var counter))
                counts[counter] = counts.GetValueOrDefault(counter) + 1;
        }
        return counts;
    }
}
