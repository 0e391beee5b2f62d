namespace GitEdge.Core.Manifests;

/// <summary>fleet.yaml: which fleet this is and which channels it has.</summary>
public sealed record FleetManifest
{
    /// <summary>The tree it was bound from, for the places of its values.</summary>
    public required ManifestNode Source { get; init; }

    /// <summary>What people call the fleet.</summary>
    public required string Name { get; init; }

    /// <summary>The fleet's identity; a device takes releases of its own fleet only.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The channels, in the file's order.</summary>
    public required IReadOnlyList<ChannelSpec> Channels { get; init; }
}
