using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Health;

public sealed class LatencyTests
{
    [Theory]
    [InlineData(50, 5)]
    [InlineData(95, 10)]
    [InlineData(90, 9)]
    [InlineData(91, 10)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(1, 1)]
    [InlineData(100, 10)]
    [InlineData(1e-20, 1)]
    public void Percentile_is_the_nearest_rank(double percent, double expected) =>
        Assert.Equal(expected, LatencyStatistics.Percentile([7, 1, 10, 3, 5, 2, 9, 4, 8, 6], percent));

    [Fact]
    public void Percentile_leaves_the_samples_alone()
    {
        double[] samples = [3, 1, 2];
        LatencyStatistics.Percentile(samples, 50);
        Assert.Equal([3, 1, 2], samples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Percentile_outside_its_range_throws(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyStatistics.Percentile([1], percent));

    [Fact]
    public void Percentile_of_nothing_throws() => Assert.Throws<ArgumentException>(() => LatencyStatistics.Percentile([], 50));

    [Fact]
    public void Percentile_was_measured_and_at_least_its_share_does_not_exceed_it() =>
        Prop.ForAll<NonEmptyArray<NormalFloat>, PositiveInt>((values, number) =>
        {
            var samples = values.Get.Select(value => value.Get).ToArray();
            var percent = ((number.Get - 1) % 100) + 1;
            var percentile = LatencyStatistics.Percentile(samples, percent);
            return samples.Contains(percentile) && samples.Count(sample => sample <= percentile) * 100 >= percent * samples.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Attempt_sums_up_both_sides()
    {
        var attempt = LatencyAttempt.Of([.. Numbers(1, 100)], [.. Numbers(101, 100)]);

        Assert.Equal(50, attempt.CandidateP50);
        Assert.Equal(95, attempt.CandidateP95);
        Assert.Equal(150, attempt.RunningP50);
        Assert.Equal(195, attempt.RunningP95);
        Assert.Equal(95.0 / 195, attempt.Ratio);
    }

    [Fact]
    public void Attempt_without_a_running_model_has_no_ratio()
    {
        var attempt = LatencyAttempt.Of([1, 2], []);

        Assert.Null(attempt.RunningP50);
        Assert.Null(attempt.RunningP95);
        Assert.Null(attempt.Ratio);
    }

    [Fact]
    public void Attempt_beside_a_model_of_no_time_has_no_ratio() => Assert.Null(Attempt(5, 0).Ratio);

    [Fact]
    public void Nothing_measured_is_unknown()
    {
        Assert.Equal(LatencyOutcome.Unknown, LatencyJudge.Judge(new LatencyGate(), []));
        Assert.Null(LatencyJudge.Best([]));
    }

    [Fact]
    public void No_gate_passes_everything() =>
        Assert.Equal(LatencyOutcome.Passed, LatencyJudge.Judge(null, [Attempt(1e9, 1)]));

    [Theory]
    [InlineData(20_000, LatencyOutcome.Passed)]
    [InlineData(20_001, LatencyOutcome.TooSlow)]
    public void Absolute_bound_is_held_against_the_p95(double p95, LatencyOutcome outcome) =>
        Assert.Equal(outcome, LatencyJudge.Judge(new LatencyGate { P95 = TimeSpan.FromMilliseconds(20) }, [Attempt(p95, null)]));

    [Theory]
    [InlineData(1500, LatencyOutcome.Passed)]
    [InlineData(1501, LatencyOutcome.SlowerThanRunning)]
    public void Ratio_is_held_against_the_running_model(double p95, LatencyOutcome outcome) =>
        Assert.Equal(outcome, LatencyJudge.Judge(new LatencyGate { Regression = 1.5 }, [Attempt(p95, 1000)]));

    [Theory]
    [InlineData(30, LatencyOutcome.Passed)]
    [InlineData(31, LatencyOutcome.SlowerThanRunning)]
    public void Ratio_of_very_short_times_counts_only_beyond_the_schedulers_noise(double p95, LatencyOutcome outcome) =>
        Assert.Equal(outcome, LatencyJudge.Judge(new LatencyGate { Regression = 1.5 }, [Attempt(p95, 10)]));

    [Fact]
    public void Ratio_asks_nothing_when_nothing_runs() =>
        Assert.Equal(LatencyOutcome.Passed, LatencyJudge.Judge(new LatencyGate { Regression = 1.0 }, [Attempt(1e9, null)]));

    [Fact]
    public void One_good_attempt_is_enough_for_each_bound()
    {
        var gate = new LatencyGate { P95 = TimeSpan.FromMilliseconds(2), Regression = 1.5 };

        Assert.Equal(LatencyOutcome.TooSlow, LatencyJudge.Judge(gate, [Attempt(3000, 3000), Attempt(2500, 1000)]));
        Assert.Equal(LatencyOutcome.SlowerThanRunning, LatencyJudge.Judge(gate, [Attempt(1900, 1000), Attempt(1800, 1000)]));
        Assert.Equal(LatencyOutcome.Passed, LatencyJudge.Judge(gate, [Attempt(1900, 1000), Attempt(3000, 3000)]));
    }

    [Fact]
    public void Best_attempt_has_the_least_ratio_then_the_least_p95()
    {
        Assert.Equal(Attempt(200, 400), LatencyJudge.Best([Attempt(100, 100), Attempt(200, 400), Attempt(50, null)]));
        Assert.Equal(Attempt(50, null), LatencyJudge.Best([Attempt(70, null), Attempt(50, null), Attempt(60, null)]));
    }

    [Fact]
    public void Another_attempt_never_makes_a_verdict_worse() =>
        Prop.ForAll<NonEmptyArray<PositiveInt>, PositiveInt, PositiveInt>((times, p95, running) =>
        {
            var gate = new LatencyGate { P95 = TimeSpan.FromMicroseconds(500), Regression = 2 };
            List<LatencyAttempt> attempts = [.. times.Get.Select(time => Attempt(time.Get, 30))];
            var before = LatencyJudge.Judge(gate, attempts);
            attempts.Add(Attempt(p95.Get, running.Get));
            return before != LatencyOutcome.Passed || LatencyJudge.Judge(gate, attempts) == LatencyOutcome.Passed;
        }).QuickCheckThrowOnFailure();

    private static LatencyAttempt Attempt(double p95, double? running) =>
        new() { CandidateP50 = p95 / 2, CandidateP95 = p95, RunningP50 = running / 2, RunningP95 = running };

    private static IEnumerable<double> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (double)number);
}
