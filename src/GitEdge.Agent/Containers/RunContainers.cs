using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Containers;

/// <summary>Has exactly these containers run. Null when they do, or will.</summary>
internal delegate Task<Fault?> RunContainers(IReadOnlyList<ContainerUnit> wanted, CancellationToken cancellation);
