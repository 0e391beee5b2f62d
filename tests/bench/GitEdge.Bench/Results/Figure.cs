namespace GitEdge.Bench.Results;

/// <summary>One measured figure, with what it is held against.</summary>
internal sealed record Figure
{
    /// <summary>What was measured.</summary>
    public required string What { get; init; }

    /// <summary>Unit of <see cref="Value"/> and <see cref="Against"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The measurement.</summary>
    public required Spread Value { get; init; }

    /// <summary>The peer's name, measured in the same run; null when there is none.</summary>
    public string? Peer { get; init; }

    /// <summary>The peer's measurement.</summary>
    public Spread? Against { get; init; }

    /// <summary>Median over the peer's median.</summary>
    public double? Ratio => Against is { Median: > 0 } peer ? Value.Median / peer.Median : null;

    /// <summary>The target, in words; null for what is only told.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the target is met; null for what is only told.</summary>
    public bool? Met { get; init; }

    /// <summary>How it was measured, when the name does not say it.</summary>
    public string? Note { get; init; }

    /// <summary>A figure that must be at most <paramref name="most"/>.</summary>
    public Figure AtMost(double most, string target) => this with { Target = target, Met = Value.Median <= most };

    /// <summary>A figure whose ratio to the peer must be at most <paramref name="most"/>.</summary>
    public Figure RatioAtMost(double most, string target) => this with { Target = target, Met = Ratio <= most };
}
