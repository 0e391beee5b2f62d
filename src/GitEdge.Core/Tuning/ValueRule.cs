namespace GitEdge.Core.Tuning;

/// <summary>Which values of one knob a release may ask for. A rule that says nothing allows none.</summary>
public sealed record ValueRule
{
    /// <summary>Least number allowed.</summary>
    public long? Least { get; init; }

    /// <summary>Greatest number allowed.</summary>
    public long? Greatest { get; init; }

    /// <summary>The kernel keeps multiples of this only and would round others.</summary>
    public long Step { get; init; } = 1;

    /// <summary>The words allowed; empty where numbers are.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The processors allowed, as a list such as <c>0-3</c>, for a property that is such a list.</summary>
    public string? Within { get; init; }

    /// <summary>What is allowed, in words.</summary>
    public override string ToString() => this switch
    {
        { OneOf.Count: > 0 } => $"one of {string.Join(", ", OneOf)}",
        { Within: { } within } => $"processors of {within}",
        { Least: { } least, Greatest: { } greatest } => FormattableString.Invariant($"{least} to {greatest}"),
        _ => "nothing",
    };
}
