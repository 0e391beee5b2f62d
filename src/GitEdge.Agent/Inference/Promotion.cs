namespace GitEdge.Agent.Inference;

/// <summary>The answer to a change of defaults.</summary>
internal sealed record Promotion
{
    /// <summary>How long the change of the pointer took.</summary>
    public double Microseconds { get; init; }

    /// <summary>Model → the version that was the default before; null where there was none.</summary>
    public required IReadOnlyDictionary<string, string?> Previous { get; init; }
}
