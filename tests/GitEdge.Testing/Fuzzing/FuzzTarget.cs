namespace GitEdge.Testing.Fuzzing;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="Name">Its name, which is also that of its regression inputs.</param>
/// <param name="Seeds">Good inputs, from which the others are made.</param>
/// <param name="Words">Pieces of the format.</param>
/// <param name="Read">
/// Reads an input; what it answers says which kind of answer it was (a reason's code, for example): an input with a new kind of
/// answer is itself changed further. Throws where the reader does what it must not.
/// </param>
public sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<string> Words, Func<byte[], string> Read)
{
    /// <summary>The most bytes that reading one input may allocate, on the thread that reads.</summary>
    public long MostBytes { get; init; } = 64L << 20;
}
