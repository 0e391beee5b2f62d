namespace GitEdge.Linux.Files;

/// <summary>What a <see cref="CheckedFile"/> holds.</summary>
/// <param name="Status">How it was found.</param>
/// <param name="Payload">The newest whole content; null when Missing or Torn.</param>
/// <param name="Sequence">How many writes came before and including it; 0 without content.</param>
/// <param name="Faults">What is wrong, one sentence for each damaged or lost generation, naming the file; empty when Whole or Missing.</param>
public sealed record CheckedRead(
    CheckedStatus Status, ReadOnlyMemory<byte>? Payload, long Sequence, IReadOnlyList<string> Faults);
