namespace GitEdge.Core.Health;

/// <summary>Why an output is not the recorded one.</summary>
public enum ComparisonFailure
{
    /// <summary>Not compared.</summary>
    Unknown,

    /// <summary>It is the recorded one, within the tolerance.</summary>
    None,

    /// <summary>Another number of elements.</summary>
    Length,

    /// <summary>NaN or an infinity where the recorded output has another value.</summary>
    NonFinite,

    /// <summary>An element farther away than the tolerance allows.</summary>
    Bound,

    /// <summary>The cosine similarity is too small.</summary>
    Cosine,

    /// <summary>The greatest element of a row is another one.</summary>
    Argmax,

    /// <summary>A value that must be equal (whole number, truth value, text) is not.</summary>
    Value,

    /// <summary>The greatest elements of a row are others.</summary>
    TopK,
}
