using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Effects;

/// <summary>Tries every required and wanted probe once.</summary>
/// <param name="health">What the manifest asks.</param>
/// <param name="cancellation">Ends the attempt.</param>
internal delegate Task<IReadOnlyList<ProbeResult>> RunProbes(HealthSpec health, CancellationToken cancellation);
