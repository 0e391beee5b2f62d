namespace GitEdge.Core.Primitives;

/// <summary>Something that went wrong, as a value: the kind decides the next move, the words are for people.</summary>
/// <param name="Kind">What is to be done next.</param>
/// <param name="Reason">Stable kebab-case code, for scripts and metrics.</param>
/// <param name="Message">What happened, where and why.</param>
/// <param name="Cure">What a person can do about it.</param>
public sealed record Fault(FaultKind Kind, string Reason, string Message, string Cure);
