namespace GitEdge.Bench.Load;

/// <summary>One request, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
/// <param name="Sent">When the first byte was sent.</param>
/// <param name="Ended">When the last byte of the answer had come.</param>
internal readonly record struct Answered(long Sent, long Ended);
