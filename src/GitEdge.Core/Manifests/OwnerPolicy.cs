using GitEdge.Core.Containers;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Manifests;

/// <summary>What releases may do on a device: the word of its owner, which no release can change.</summary>
public sealed record OwnerPolicy
{
    /// <summary>What counts where the owner has written nothing.</summary>
    public static OwnerPolicy Standard { get; } = new();

    /// <summary>What they may tune.</summary>
    public TuningPolicy Tuning { get; init; } = StandardPolicy.Policy;

    /// <summary>What containers may ask for.</summary>
    public ContainerPolicy Containers { get; init; } = ContainerPolicy.Standard;
}
