namespace GitEdge.Bench.Results;

/// <summary>What repeated measuring gave, in the unit of the figure it belongs to.</summary>
/// <param name="Median">The middle value.</param>
/// <param name="Low">The 25th percentile.</param>
/// <param name="High">The 75th percentile.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Count">How many values.</param>
internal sealed record Spread(double Median, double Low, double High, double Min, double Max, int Count)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75), sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>Of one value.</summary>
    public static Spread Of(double value) => Of([value]);

    /// <summary>The value below which a share of <paramref name="sorted"/> lies, 0 to 1, interpolated.</summary>
    public static double At(IReadOnlyList<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
