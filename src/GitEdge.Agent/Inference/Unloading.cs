namespace GitEdge.Agent.Inference;

/// <summary>The answer to an unload.</summary>
internal sealed record Unloading
{
    public required string Name { get; init; }

    /// <summary>What was unloaded; empty when there was nothing to do.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>Resident memory of the server afterwards, bytes.</summary>
    public long ResidentBytes { get; init; }
}
