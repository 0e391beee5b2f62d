namespace GitEdge.Core.Trust.Roles;

/// <summary>
/// What is stopped and what is recalled: <c>hold.json</c> on branch <c>gitedge-meta</c>, one document that only grows in
/// version. Well formed, but not yet believed: see <see cref="HoldRules"/>.
/// </summary>
public sealed record HoldDocument
{
    /// <summary>The fleet repository's identity.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The version, from 1; a later document has a greater one.</summary>
    public required long Version { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What is not activated.</summary>
    public IReadOnlyList<HoldEntry> Holds { get; init; } = [];

    /// <summary>What does not run.</summary>
    public IReadOnlyList<RecallEntry> Recalls { get; init; } = [];

    /// <summary>The hold that keeps a release from being activated; null when none does.</summary>
    public HoldEntry? FindHold(string channel, long epoch, long counter) => Holds.FirstOrDefault(hold => hold.Channel == channel
        && (hold.Epoch, hold.From).CompareTo((epoch, counter)) <= 0);

    /// <summary>The channels, in the order of their names, of which <paramref name="next"/> lets go on or run again what this stops.</summary>
    public IReadOnlyList<string> FindLifted(HoldDocument next) =>
    [
        .. Holds.Where(hold => !next.Holds.Any(other => other.Covers(hold))).Select(hold => hold.Channel)
            .Concat(Recalls.Where(recall => next.FindRecall(recall.Channel, recall.Epoch, recall.Counter) is null).Select(recall => recall.Channel))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The recall of a release; null when there is none.</summary>
    public RecallEntry? FindRecall(string channel, long epoch, long counter) => Recalls.FirstOrDefault(recall => recall.Channel == channel
        && recall.Epoch == epoch && recall.Counter == counter);
}
