using System.Globalization;
using System.Numerics;

namespace GitEdge.Core.Health;

/// <summary>One pass over two outputs of the same length: the worst element, and the sums for the cosine.</summary>
internal readonly record struct ElementComparison(ComparisonResult Result, double Dot, double ExpectedSquares, double ActualSquares)
{
    /// <summary>1 for two zero vectors, 0 for one; equal infinities and NaNs are left out.</summary>
    public double Cosine
    {
        get
        {
            if (ExpectedSquares == 0 && ActualSquares == 0)
                return 1;
            if (ExpectedSquares == 0 || ActualSquares == 0)
                return 0;
            return Dot / (Math.Sqrt(ExpectedSquares) * Math.Sqrt(ActualSquares));
        }
    }

    public static ElementComparison Of<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, ElementBound bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (worst, worstExcess, mismatches) = (-1, double.NegativeInfinity, 0);
        var (dot, expectedSquares, actualSquares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (double.CreateTruncating(expected[i]), double.CreateTruncating(actual[i]));
            if (!double.IsFinite(e) || !double.IsFinite(a))
            {
                if (e.Equals(a))
                    continue;
                return new ElementComparison(NotFinite(i, e, a), 0, 0, 0);
            }
            dot += e * a;
            expectedSquares += e * e;
            actualSquares += a * a;
            var (difference, allowed) = (Math.Abs(a - e), bound.At(e));
            // Written so that a bound of NaN fails instead of passing.
            mismatches += difference <= allowed ? 0 : 1;
            var excess = bound.InForce ? difference - allowed : difference;
            if (excess > worstExcess || worst < 0)
                (worst, worstExcess) = (i, excess);
        }
        var result = worst < 0
            ? new ComparisonResult { Failure = ComparisonFailure.None, Text = "no finite values to compare" }
            : Worst(worst, double.CreateTruncating(expected[worst]), double.CreateTruncating(actual[worst]), bound, (mismatches, expected.Length));
        return new ElementComparison(result, dot, expectedSquares, actualSquares);
    }

    private static ComparisonResult NotFinite(int index, double expected, double actual)
    {
        var (e, a) = (Written(expected), Written(actual));
        return new ComparisonResult
        {
            // A number where the recording has NaN or an infinity is a wrong value, not a non-finite one.
            Failure = double.IsFinite(actual) ? ComparisonFailure.Bound : ComparisonFailure.NonFinite,
            Index = index,
            Expected = e,
            Actual = a,
            Mismatches = 1,
            Text = $"element {index} is {a}, recorded is {e}",
        };
    }

    private static ComparisonResult Worst(int index, double expected, double actual, ElementBound bound, (int Wrong, int All) count)
    {
        var difference = Math.Abs(actual - expected);
        var text = $"element {index} is {Written(actual)}, recorded is {Written(expected)}: {Short(difference)} apart";
        if (bound.InForce)
            text += $", {Short(bound.At(expected))} is allowed";
        return new ComparisonResult
        {
            Failure = count.Wrong == 0 ? ComparisonFailure.None : ComparisonFailure.Bound,
            Index = index,
            Expected = Written(expected),
            Actual = Written(actual),
            Difference = double.IsFinite(difference) ? difference : null,
            Bound = bound.InForce ? bound.At(expected) : null,
            Mismatches = count.Wrong,
            Text = count.Wrong == 0 ? text : $"{text}; {count.Wrong} of {count.All} are beyond",
        };
    }

    private static string Written(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
