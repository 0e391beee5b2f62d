using GitEdge.Agent.Git;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent;

/// <summary>
/// What is known for ever of tags that were judged, as long as the same people may sign: so that a thousand junk tags cost
/// something once, and not at every poll. Kept in memory; a restart begins anew.
/// </summary>
internal sealed class TagMemory
{
    private readonly Dictionary<(long Counter, GitObjectId Id), Fault> _refused = [];
    private readonly HashSet<(long Counter, GitObjectId Id)> _old = [];
    private Sha256Digest? _signers;

    /// <summary>Begins a look: forgets everything when others may sign, and what the repository does not have any more.</summary>
    public void Begin(Sha256Digest signers, IEnumerable<ReleaseTag> tags)
    {
        var present = signers == _signers ? tags.Select(KeyOf).ToHashSet() : [];
        _signers = signers;
        foreach (var gone in _refused.Keys.Where(key => !present.Contains(key)).ToList())
            _refused.Remove(gone);
        _old.IntersectWith(present);
    }

    /// <summary>Why the tag's signature, name or form was refused; null when it was not.</summary>
    public Fault? FindRefused(ReleaseTag tag) => _refused.GetValueOrDefault(KeyOf(tag));

    /// <summary>Remembers a refusal that follows from the tag's bytes and the signers alone.</summary>
    public void Refuse(ReleaseTag tag, Fault why) => _refused[KeyOf(tag)] = why;

    /// <summary>
    /// True when the tag's commit was found not to follow the accepted one. It never will: each accepted commit descends
    /// from the one before.
    /// </summary>
    public bool IsOld(ReleaseTag tag) => _old.Contains(KeyOf(tag));

    /// <summary>Remembers that the tag's commit does not follow the accepted one.</summary>
    public void SetOld(ReleaseTag tag) => _old.Add(KeyOf(tag));

    private static (long Counter, GitObjectId Id) KeyOf(ReleaseTag tag) => (tag.Counter, tag.ObjectId);
}
