namespace GitEdge.Core.Trust;

/// <summary>What stands in the catalogue and in docs/reasons.md about one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Code">The stable name in status, journal, metrics and JSON; never changed once released.</param>
/// <param name="Meaning">What was found.</param>
/// <param name="Cure">What a person can do.</param>
/// <param name="Kind">Whether time alone can change it.</param>
public sealed record RejectionEntry(
    RejectionReason Reason, string Code, string Meaning, string Cure, RejectionKind Kind = RejectionKind.Permanent);
