using GitEdge.Inference.Metrics;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Metrics;

public sealed class StatisticsTests
{
    [Fact]
    public void Quantile_of_nothing_is_null() => Assert.Null(new LatencyHistogram().Quantile(0.5));

    [Fact]
    public void Quantile_is_never_too_low_and_at_most_a_thirtieth_too_high()
    {
        var random = new Random(7);
        var histogram = new LatencyHistogram();
        var values = Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).ToArray();
        foreach (var value in values)
            histogram.Record(value);
        Array.Sort(values);
        foreach (var quantile in (double[])[0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 1])
        {
            var exact = values[(int)Math.Ceiling(quantile * values.Length) - 1];
            Assert.InRange(histogram.Quantile(quantile)!.Value, exact, exact + (exact / 31) + 1);
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(63, 63)]
    [InlineData(64, 65)]
    [InlineData(long.MaxValue, (1L << 40) - 1)]
    public void Single_duration_is_its_own_quantile(long microseconds, long expected)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(microseconds);
        Assert.Equal(expected, histogram.Quantile(0.99));
    }

    [Fact]
    public void Counts_below_powers_of_two_are_exact()
    {
        var histogram = new LatencyHistogram();
        long[] values = [0, 63, 64, 127, 128, 129, 1023, 1024, long.MaxValue];
        Array.ForEach(values, histogram.Record);

        Assert.Equal([2, 4, 6, 6, 7, values.Length], histogram.CountsBelowPowers(6, 10));
    }

    [Fact]
    public void Non_finite_values_are_found_at_every_place_of_every_float_type()
    {
        for (var length = 1; length < 70; length++)
        {
            var at = length - 1;
            var singles = new float[length];
            var doubles = new double[length];
            var halves = new Half[length];
            Array.Fill(singles, float.MaxValue);
            Array.Fill(doubles, double.MinValue);
            Array.Fill(halves, Half.MaxValue);
            Assert.False(Check(singles) || Check(doubles) || Check(halves));
            (singles[at], doubles[at], halves[at]) = (float.NaN, double.NegativeInfinity, Half.PositiveInfinity);
            Assert.True(Check(singles) && Check(doubles) && Check(halves));
        }
    }

    [Fact]
    public void Integers_that_look_like_nan_are_none() =>
        Assert.False(TensorChecks.HasNonFinite(TensorElementType.Int32, TestTensors.Bytes(0x7FC0_0000)));

    [Fact]
    public void Hash_tells_every_byte_and_every_length_apart()
    {
        var seen = new HashSet<ulong>();
        for (var length = 0; length < 40; length++)
        {
            Assert.True(seen.Add(TensorChecks.Hash(new byte[length], 0)));
            for (var at = 0; at < length; at++)
            {
                var bytes = new byte[length];
                bytes[at] = 1;
                Assert.True(seen.Add(TensorChecks.Hash(bytes, 0)));
            }
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1a", 1)]
    [InlineData("1a 2b 3c", 1)]
    [InlineData("1a 2a 3a", 3)]
    [InlineData("1a 1a 1a", 1)]
    [InlineData("1a 1a 2a 2a 3a", 3)]
    [InlineData("1a 2a 3b 4b 5b 6c", 3)]
    public void Constant_run_counts_equal_answers_to_differing_requests(string answers, long expected)
    {
        var statistics = new ModelStatistics(TimeProvider.System);
        foreach (var answer in answers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            statistics.Answered(answer[0], answer[1]);
        Assert.Equal(expected, statistics.LongestConstantRun);
    }

    private static bool Check(float[] values) => TensorChecks.HasNonFinite(TensorElementType.Float, TestTensors.Bytes(values));

    private static bool Check(double[] values) => TensorChecks.HasNonFinite(TensorElementType.Double, TestTensors.Bytes(values));

    private static bool Check(Half[] values) => TensorChecks.HasNonFinite(TensorElementType.Float16, TestTensors.Bytes(values));
}
