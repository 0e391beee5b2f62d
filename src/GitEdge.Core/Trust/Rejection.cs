namespace GitEdge.Core.Trust;

/// <summary>Why something was not accepted, for a program and for a person.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">What was found in this case. Text from outside stands in quotes, escaped and shortened.</param>
/// <param name="Cure">What to do.</param>
public sealed record Rejection(RejectionReason Reason, string Detail, string Cure)
{
    /// <summary>The reason's stable name.</summary>
    public string Code => RejectionCatalog.Of(Reason).Code;

    /// <summary>Whether time alone can change the answer.</summary>
    public RejectionKind Kind => RejectionCatalog.Of(Reason).Kind;

    /// <summary>A rejection with the cure the catalogue gives.</summary>
    public static Rejection Because(RejectionReason reason, string detail) =>
        new(reason, detail, RejectionCatalog.Of(reason).Cure);

    /// <summary>One line: code, what was found, what to do.</summary>
    public override string ToString() => $"{Code}: {Detail} {Cure}";
}
