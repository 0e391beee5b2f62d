namespace GitEdge.Inference.Selftest;

/// <summary>One case and what the server answered to it.</summary>
internal sealed record CaseReport
{
    /// <summary>The folder's name, for example <c>test_data_set_0</c>.</summary>
    public required string Set { get; init; }

    /// <summary>Whether every recorded output was met.</summary>
    public bool Passed => Reason is null;

    /// <summary>Why it was not; null when it was.</summary>
    public string? Reason { get; init; }

    /// <summary>The output that decided: the first that failed, else the one farthest off.</summary>
    public string? Output { get; init; }

    /// <summary>|answer − recorded| of its worst element; absent where that is no number.</summary>
    public double? Difference { get; init; }
}
