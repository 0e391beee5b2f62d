using System.Globalization;
using System.Numerics;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>Compares a model's output with the recorded one.</summary>
public static class OutputComparison
{
    /// <summary>
    /// Compares floating-point outputs. Every bound the tolerance gives must hold. Whatever the tolerance, NaN and the
    /// infinities are equal only to themselves: a mask of −∞ stays a mask, a NaN where a number was is a failure.
    /// </summary>
    /// <param name="expected">The recorded output, row-major.</param>
    /// <param name="actual">The output now.</param>
    /// <param name="tolerance">
    /// The bounds. An argmax over an axis of one element says nothing, nor does a top-k over an axis of k; when it is the only
    /// bound given, <see cref="Tolerance.DefaultAbsolute"/> is in force instead, so that no gate passes everything.
    /// </param>
    /// <param name="lastAxis">Length of the last axis, for argmax and top-k; 1 for a scalar.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not a multiple of the last axis.</exception>
    public static ComparisonResult Compare<T>(
        ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Tolerance tolerance, int lastAxis = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastAxis, 1);
        if (expected.Length % lastAxis != 0)
            throw new ArgumentOutOfRangeException(nameof(lastAxis), lastAxis, "The length is not a multiple of it.");
        if (expected.Length != actual.Length)
            return OtherLength(expected.Length, actual.Length);

        var (one, many) = (tolerance.Argmax && lastAxis > 1, tolerance.TopK is { } k && lastAxis > k ? k : 0);
        var elements = ElementComparison.Of(expected, actual, ElementBound.Of(tolerance, one || many > 0));
        if (!elements.Result.Passed)
            return elements.Result;
        if (tolerance.Cosine is { } least)
        {
            var cosine = elements.Cosine;
            if (!(cosine >= least))
                return TooUnlike(elements.Result, cosine, least);
            elements = elements with { Result = elements.Result with { Cosine = cosine } };
        }
        var result = one ? CompareRows(expected, actual, lastAxis, elements.Result) : elements.Result;
        return many > 0 && result.Passed ? GreatestComparison.Of(expected, actual, (lastAxis, many), result) : result;
    }

    /// <summary>Compares whole numbers, truth values or texts: they must be equal, whatever the tolerance.</summary>
    public static ComparisonResult CompareExact<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        if (expected.Length != actual.Length)
            return OtherLength(expected.Length, actual.Length);
        var mismatches = 0;
        var first = -1;
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i]))
                continue;
            mismatches++;
            first = first < 0 ? i : first;
        }
        return first < 0
            ? new ComparisonResult { Failure = ComparisonFailure.None, Text = $"all {expected.Length} values are equal" }
            : Unequal(first, mismatches, expected.Length, Written(expected[first]), Written(actual[first]));
    }

    private static ComparisonResult OtherLength(int expected, int actual) => new()
    {
        Failure = ComparisonFailure.Length,
        Text = $"{actual} values, where {expected} are recorded",
    };

    private static ComparisonResult Unequal(int index, int mismatches, int length, string expected, string actual) => new()
    {
        Failure = ComparisonFailure.Value,
        Index = index,
        Expected = expected,
        Actual = actual,
        Mismatches = mismatches,
        Text = $"value {index} is {actual}, recorded is {expected}; {mismatches} of {length} differ",
    };

    private static ComparisonResult TooUnlike(ComparisonResult elements, double cosine, double least) => elements with
    {
        Failure = ComparisonFailure.Cosine,
        Cosine = cosine,
        Text = string.Create(CultureInfo.InvariantCulture, $"cosine similarity {cosine:G6}, at least {least:G6} is asked"),
    };

    private static ComparisonResult CompareRows<T>(
        ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, int lastAxis, ComparisonResult elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var start = 0; start < expected.Length; start += lastAxis)
        {
            var wanted = IndexOfGreatest(expected.Slice(start, lastAxis));
            var found = IndexOfGreatest(actual.Slice(start, lastAxis));
            if (wanted == found)
                continue;
            return elements with
            {
                Failure = ComparisonFailure.Argmax,
                Index = start + wanted,
                Expected = Written(expected[start + wanted]),
                Actual = Written(actual[start + wanted]),
                Difference = null,
                Text = $"row {start / lastAxis}: the greatest value is at {found}, recorded is {wanted}",
            };
        }
        return elements;
    }

    private static int IndexOfGreatest<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var greatest = 0;
        for (var i = 1; i < row.Length; i++)
            greatest = row[i] > row[greatest] ? i : greatest;
        return greatest;
    }

    private static string Written<T>(T value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : $"{value}";
}
