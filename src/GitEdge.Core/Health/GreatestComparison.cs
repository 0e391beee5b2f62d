using System.Globalization;
using System.Numerics;

namespace GitEdge.Core.Health;

/// <summary>Whether the k greatest elements of every row are those of the recording, in any order.</summary>
internal static class GreatestComparison
{
    /// <param name="expected">The recorded output, whole rows.</param>
    /// <param name="actual">The output now, as long.</param>
    /// <param name="rows">Length of a row, and k, which is less.</param>
    /// <param name="elements">What comparing the elements found; given back when all rows agree.</param>
    public static ComparisonResult Of<T>(
        ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, (int Length, int Greatest) rows, ComparisonResult elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<int> recorded = new int[rows.Greatest];
        Span<int> now = new int[rows.Greatest];
        for (var start = 0; start < expected.Length; start += rows.Length)
        {
            var wanted = expected.Slice(start, rows.Length);
            var found = actual.Slice(start, rows.Length);
            Choose(wanted, recorded);
            Choose(found, now);
            foreach (var index in recorded)
            {
                if (!now.Contains(index))
                    return Other(elements, start + index, $"row {start / rows.Length}: element {index} is not among the {rows.Greatest} greatest", wanted[index], found[index]);
            }
        }
        return elements;
    }

    // In falling order; of equal elements the first. NaN counts as less than any number, as in IComparable.
    private static void Choose<T>(ReadOnlySpan<T> row, Span<int> greatest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (count == greatest.Length && row[i].CompareTo(row[greatest[^1]]) <= 0)
                continue;
            var at = count < greatest.Length ? count++ : count - 1;
            for (; at > 0 && row[i].CompareTo(row[greatest[at - 1]]) > 0; at--)
                greatest[at] = greatest[at - 1];
            greatest[at] = i;
        }
    }

    private static ComparisonResult Other<T>(ComparisonResult elements, int index, string text, T expected, T actual)
        where T : IFormattable => elements with
        {
            Failure = ComparisonFailure.TopK,
            Index = index,
            Expected = expected.ToString(null, CultureInfo.InvariantCulture),
            Actual = actual.ToString(null, CultureInfo.InvariantCulture),
            Difference = null,
            Text = $"{text}, recorded it is",
        };
}
