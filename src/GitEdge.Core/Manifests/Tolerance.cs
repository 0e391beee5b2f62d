namespace GitEdge.Core.Manifests;

/// <summary>
/// How far an output may be from the recorded one. Every bound that is given must hold. With none given the output
/// must be equal to the recorded one within <see cref="DefaultAbsolute"/>.
/// </summary>
public sealed record Tolerance
{
    /// <summary>The absolute bound in force when no bound is given.</summary>
    public const double DefaultAbsolute = 1e-4;

    /// <summary>Greatest |actual − expected| over all elements; with <see cref="Relative"/>: abs + rel·|expected|.</summary>
    public double? Absolute { get; init; }

    /// <summary>Greatest |actual − expected| / |expected|; together with <see cref="Absolute"/>: abs + rel·|expected|.</summary>
    public double? Relative { get; init; }

    /// <summary>Least cosine similarity of the flattened output, −1 to 1.</summary>
    public double? Cosine { get; init; }

    /// <summary>True: the index of the greatest element along the last axis must be the same.</summary>
    public bool Argmax { get; init; }
}
