using System.Numerics;

namespace GitEdge.Inference.Metrics;

/// <summary>
/// Counts durations in log-linear buckets: 32 to each power of two, so that a percentile is at most 3.2% too high.
/// Counting takes no lock.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubBuckets = 1 << SubBits;
    private const int MaxBits = 40;
    private readonly long[] _counts = new long[(MaxBits - SubBits + 1) * SubBuckets];

    /// <summary>Counts one; anything longer than 12 days counts as that.</summary>
    public void Record(long microseconds) => Interlocked.Increment(ref _counts[IndexOf(microseconds)]);

    /// <summary>
    /// The duration in microseconds that a share of <paramref name="quantile"/> (0 to 1) of what was counted does not
    /// exceed; null when nothing was counted.
    /// </summary>
    public long? Quantile(double quantile)
    {
        var total = 0L;
        foreach (ref var count in _counts.AsSpan())
            total += Volatile.Read(ref count);
        if (total == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(quantile * total));
        for (var i = 0; i < _counts.Length; i++)
        {
            rank -= Volatile.Read(ref _counts[i]);
            if (rank <= 0)
                return UpperBound(i);
        }
        return UpperBound(_counts.Length - 1);
    }

    /// <summary>
    /// How many of the durations are shorter than each power of two of microseconds, from 2^<paramref name="first"/> to
    /// 2^<paramref name="last"/>, and how many there are, which comes last.
    /// </summary>
    public long[] CountsBelowPowers(int first, int last)
    {
        var counts = new long[last - first + 2];
        var next = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (next <= last - first && i == IndexOf(1L << (first + next)))
                counts[next++] = counts[^1];
            counts[^1] += Volatile.Read(ref _counts[i]);
        }
        return counts;
    }

    private static int IndexOf(long microseconds)
    {
        var value = (ulong)Math.Clamp(microseconds, 0, (1L << MaxBits) - 1);
        var shift = Math.Max(0, BitOperations.Log2(value | 1) - SubBits);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    private static long UpperBound(int index)
    {
        if (index < 2 * SubBuckets)
            return index;
        var shift = (index / SubBuckets) - 1;
        var sub = (index % SubBuckets) + SubBuckets;
        return (((long)sub + 1) << shift) - 1;
    }
}
