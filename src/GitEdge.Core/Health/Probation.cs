using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>A generation on probation: what is asked of it.</summary>
public sealed record Probation
{
    /// <summary>The generation's number on this device.</summary>
    public required long Generation { get; init; }

    /// <summary>What it must show.</summary>
    public required HealthSpec Health { get; init; }
}
