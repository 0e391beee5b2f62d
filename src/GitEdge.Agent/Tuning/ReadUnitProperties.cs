using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tuning;

/// <summary>The properties of a unit, by name, in the form of <see cref="KnobValues.Canonical"/>; null when there is no such unit.</summary>
/// <remarks><see cref="UnitKnobs"/> and <see cref="ProcessorList"/> translate to and from systemd1.</remarks>
internal delegate Task<IReadOnlyDictionary<string, string>?> ReadUnitProperties(string unit, IReadOnlyList<string> names, CancellationToken cancellation);
