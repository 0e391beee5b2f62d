using System.Text.Json.Serialization;

namespace GitEdge.Core.Manifests;

/// <summary>
/// How far an output may be from the recorded one. Every bound that is given must hold. With none given the output
/// must be equal to the recorded one within <see cref="DefaultAbsolute"/>. Whole numbers, truth values and texts must always be
/// equal.
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

    /// <summary>
    /// The indices of so many greatest elements along the last axis must be the same, in any order; of equal elements the
    /// first count.
    /// </summary>
    public int? TopK { get; init; }

    /// <summary>True: every element must be equal; 0 and −0 are, and NaN to itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Exact { get; init; }
}
