using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Git;

/// <summary>Carries a plan out. Can be run again after a crash at any point: what is lost is kept before it is replaced.</summary>
internal sealed class ReferenceUpdate(GitStore store, ReleaseNames names)
{
    private const int MaxPast = 1000;

    /// <summary>Changes the references; every one is synced.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="past">What is kept already.</param>
    public IReadOnlyList<string> Apply(ReferencePlan plan, IReadOnlyDictionary<string, GitObjectId> past)
    {
        RepositoryHandle repository = store.Repository;
        var notices = new List<string>();
        var kept = past.Count;
        foreach (var change in plan.Moved.Concat(plan.Gone))
        {
            // A remote that moves its tags at every poll must not be able to fill the disk with evidence against itself.
            if (change.Before is not { } before)
                continue;
            if (++kept <= MaxPast)
                GitReferences.Set(repository, names.PastOf(change.Counter, before), before);
            else
                notices.Add($"{change.RefName} was {(change.After is null ? "deleted" : "moved")}; {MaxPast} such cases are kept already, this one is not.");
        }
        foreach (var change in plan.Moved.Concat(plan.Added))
            GitReferences.Set(repository, change.RefName, change.After!.Value);
        foreach (var change in plan.Gone)
            GitReferences.Remove(repository, change.RefName);
        return notices;
    }
}
