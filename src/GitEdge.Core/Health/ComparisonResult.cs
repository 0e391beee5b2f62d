using System.Text.Json.Serialization;

namespace GitEdge.Core.Health;

/// <summary>What comparing one output tensor with the recorded one found.</summary>
public sealed record ComparisonResult
{
    /// <summary>The verdict.</summary>
    public required ComparisonFailure Failure { get; init; }

    /// <summary>
    /// Flat, row-major index of the element the verdict rests on: the first that is not finite, the one farthest
    /// beyond its bound, the expected argmax of the first wrong row; null when there is no element to name.
    /// </summary>
    public int? Index { get; init; }

    /// <summary>The recorded value of that element; invariant text, so that NaN survives JSON.</summary>
    public string? Expected { get; init; }

    /// <summary>The value of that element now.</summary>
    public string? Actual { get; init; }

    /// <summary>|actual − expected| of that element; null when one of them is not finite or not a number.</summary>
    public double? Difference { get; init; }

    /// <summary>What was allowed there: abs + rel·|expected|; null when no such bound is in force.</summary>
    public double? Bound { get; init; }

    /// <summary>How many elements fail the element-wise check.</summary>
    public int Mismatches { get; init; }

    /// <summary>Cosine similarity of the flattened outputs, when the tolerance asks for it.</summary>
    public double? Cosine { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the output is the recorded one, within the tolerance.</summary>
    [JsonIgnore]
    public bool Passed => Failure == ComparisonFailure.None;
}
