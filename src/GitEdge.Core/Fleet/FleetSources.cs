using GitEdge.Core.Manifests;

namespace GitEdge.Core.Fleet;

/// <summary>What was read from the files of a fleet repository, before the files are checked against each other.</summary>
public sealed record FleetSources
{
    /// <summary>fleet.yaml; null when it is missing or has problems.</summary>
    public FleetManifest? Fleet { get; init; }

    /// <summary>The devices that could be read.</summary>
    public IReadOnlyList<DeviceManifest> Devices { get; init; } = [];

    /// <summary>The profiles that could be read.</summary>
    public IReadOnlyList<ProfileManifest> Profiles { get; init; } = [];

    /// <summary>The rollouts that could be read.</summary>
    public IReadOnlyList<RolloutManifest> Rollouts { get; init; } = [];

    /// <summary>Path of every file of the repository.</summary>
    public required IReadOnlySet<string> Paths { get; init; }

    /// <summary>Path → content, at least of every Quadlet file.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>What was wrong with single files.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; init; } = [];
}
