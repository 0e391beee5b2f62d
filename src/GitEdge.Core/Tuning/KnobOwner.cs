namespace GitEdge.Core.Tuning;

/// <summary>Somebody else who sets a knob.</summary>
/// <param name="Name">Who: a file, or a daemon with its profile.</param>
/// <param name="Value">To what, in canonical form; null when that cannot be told.</param>
public sealed record KnobOwner(string Name, string? Value);
