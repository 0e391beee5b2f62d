using GitEdge.Core.Manifests;

namespace GitEdge.Core.Fleet;

/// <summary>A model this device must serve, with the golden files the lock names for it.</summary>
public sealed record DesiredModel
{
    /// <summary>What the profile says.</summary>
    public required ModelSpec Spec { get; init; }

    /// <summary>The golden files below <see cref="GoldenGate.Cases"/>, sorted by path; empty without a gate.</summary>
    public IReadOnlyList<LockedFile> GoldenFiles { get; init; } = [];
}
