namespace GitEdge.Core.Health;

/// <summary>One recorded case and how the candidate did on it.</summary>
public sealed record PreflightCase
{
    /// <summary>The folder's name, for example <c>test_data_set_0</c>.</summary>
    public required string Set { get; init; }

    /// <summary>Whether every recorded output was met.</summary>
    public required bool Passed { get; init; }

    /// <summary>The output that decided: the first that failed, else the one farthest off; null when none is recorded.</summary>
    public string? Output { get; init; }

    /// <summary>Coordinates of its worst element, for example <c>[0,3]</c>.</summary>
    public string? At { get; init; }

    /// <summary>What comparing it found.</summary>
    public ComparisonResult? Worst { get; init; }
}
