namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A draft with the signatures that were just made.</summary>
/// <param name="Draft">The file with all its signatures.</param>
/// <param name="Added">Names of the new ones, without folder → armour.</param>
/// <param name="Tallies">Who signed and who is missing.</param>
internal sealed record SignedDraft(Draft Draft, IReadOnlyDictionary<string, byte[]> Added, IReadOnlyList<RoleTally> Tallies)
{
    /// <summary>Whether every threshold is met.</summary>
    public bool IsComplete => Tallies.All(tally => tally.IsMet);
}
