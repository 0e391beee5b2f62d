namespace GitEdge.Core.Manifests;

/// <summary>What a profile gives its devices.</summary>
public sealed record ProfileSpec
{
    /// <summary>The models, in the file's order.</summary>
    public IReadOnlyList<ModelSpec> Models { get; init; } = [];

    /// <summary>The containers, in the file's order.</summary>
    public IReadOnlyList<ContainerSpec> Containers { get; init; } = [];

    /// <summary>The tuning; null says nothing about it.</summary>
    public TuningSpec? Tuning { get; init; }

    /// <summary>What must hold after the switch; null says nothing about it.</summary>
    public HealthSpec? Health { get; init; }
}
