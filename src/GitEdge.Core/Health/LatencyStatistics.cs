namespace GitEdge.Core.Health;

/// <summary>Statistics over measured run times.</summary>
public static class LatencyStatistics
{
    /// <summary>
    /// The nearest-rank percentile: the smallest sample that at least <paramref name="percent"/> per cent of all samples
    /// do not exceed. No interpolation, so the answer is a time that was really measured.
    /// </summary>
    /// <param name="samples">At least one; in any order; left as they are.</param>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <exception cref="ArgumentException">No samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is not in (0, 100].</exception>
    public static double Percentile(ReadOnlySpan<double> samples, double percent)
    {
        if (samples.IsEmpty)
            throw new ArgumentException("There is no percentile of nothing.", nameof(samples));
        if (!(percent > 0 && percent <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "Above 0, at most 100.");
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Length);
        return sorted[Math.Max(rank, 1) - 1];
    }
}
