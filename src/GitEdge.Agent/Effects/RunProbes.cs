using GitEdge.Core.Health;

namespace GitEdge.Agent.Effects;

/// <summary>Tries every required and wanted probe once.</summary>
/// <param name="probation">Whose, and what the manifest asks.</param>
/// <param name="cancellation">Ends the attempt.</param>
internal delegate Task<IReadOnlyList<ProbeResult>> RunProbes(Probation probation, CancellationToken cancellation);
