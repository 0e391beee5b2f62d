using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>Reads a fleet repository from files and the paths of all its files.</summary>
internal delegate Validated<FleetRepository> ReadFleet(
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
    IReadOnlyCollection<string>? paths
);
