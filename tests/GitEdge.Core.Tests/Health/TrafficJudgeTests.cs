using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using static GitEdge.Core.Tests.Health.Looks;

namespace GitEdge.Core.Tests.Health;

public sealed class TrafficJudgeTests
{
    private const string Memory = "memory 100 MB, 100 MB at first, 1.5 times is allowed";

    [Theory]
    [InlineData(30, 3, HealthOutcome.Unhealthy)]
    [InlineData(30, 2, HealthOutcome.Waiting)]
    [InlineData(20, 3, HealthOutcome.Unhealthy)]
    [InlineData(19, 3, HealthOutcome.Waiting)]
    [InlineData(3, 3, HealthOutcome.Unhealthy)]
    [InlineData(2, 2, HealthOutcome.Waiting)]
    [InlineData(300, 3, HealthOutcome.Waiting)]
    [InlineData(299, 3, HealthOutcome.Unhealthy)]
    public void Error_rate_is_judged_from_a_least_sample_on(int requests, int failures, HealthOutcome outcome) =>
        Assert.Equal(outcome, First(Vad(requests, failures)).Outcome);

    [Fact]
    public void Failures_are_told_against_their_bound_with_everything_else_that_was_measured()
    {
        var verdict = First(Vad(30, 3) with { P95 = TimeSpan.FromMilliseconds(2.5) });

        Assert.Equal((HealthReason.ErrorRate, true), (verdict.Reason, verdict.IsReleasesFault));
        Assert.Equal(
            "vad: 3 of 30 requests failed, 1 % is allowed; "
            + "vad: 3 of 30 requests failed (1 % allowed), 0 answers with NaN or infinite values (0 % allowed), same answer 1 times in a row (1000 allowed), p95 2.5 ms; "
            + Memory,
            verdict.Text);
    }

    [Fact]
    public void Offences_before_the_first_look_count_also_after_a_restart_of_the_agent()
    {
        var looks = new Looks(120);
        looks.Look(0);
        looks.Restart();

        Assert.Equal(HealthReason.BadOutputs, looks.Look(0, Sample(Vad(200, bad: 1))).Reason);
    }

    [Fact]
    public void Offences_of_any_model_count() => Assert.StartsWith(
        "new: 4 of 30 requests failed, 1 % is allowed; vad: 0 of 200", First(Vad(200), Vad(30, 4) with { Name = "new" }).Text, StringComparison.Ordinal);

    [Fact]
    public void First_bad_output_breaks_a_limit_of_zero()
    {
        var verdict = First(Vad(101, bad: 1));

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.BadOutputs), (verdict.Outcome, verdict.Reason));
        Assert.StartsWith("vad: 1 of 101 answers had NaN or infinite values, 0 % is allowed; ", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_outputs_within_their_share_are_allowed()
    {
        var limits = new TrafficLimits { BadOutputs = 0.1 };

        Assert.Equal(HealthOutcome.Waiting, First(limits, Vad(100, bad: 10)).Outcome);
        var verdict = First(limits, Vad(100, bad: 11));
        Assert.Equal(HealthOutcome.Unhealthy, verdict.Outcome);
        Assert.Contains("11 answers with NaN or infinite values (10 % allowed)", verdict.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 1000, HealthOutcome.Waiting)]
    [InlineData(1001, 1000, HealthOutcome.Unhealthy)]
    [InlineData(2, 1, HealthOutcome.Unhealthy)]
    [InlineData(1_000_000, 0, HealthOutcome.Waiting)]
    public void Constant_output_is_held_against_its_limit(long run, int limit, HealthOutcome outcome)
    {
        var verdict = First(new TrafficLimits { ConstantOutputs = limit }, Vad(200) with { LongestConstantRun = run });

        Assert.Equal(outcome, verdict.Outcome);
        if (outcome == HealthOutcome.Unhealthy)
        {
            Assert.Equal(HealthReason.ConstantOutput, verdict.Reason);
            Assert.StartsWith($"vad: the same answer {run} times in a row, {limit} is allowed; ", verdict.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(20, 10.0, HealthOutcome.Waiting)]
    [InlineData(20, 10.5, HealthOutcome.Unhealthy)]
    [InlineData(19, 10.5, HealthOutcome.Waiting)]
    public void Latency_is_held_against_its_limit_from_a_least_sample_on(long requests, double p95, HealthOutcome outcome)
    {
        var verdict = First(
            new TrafficLimits { P95 = TimeSpan.FromMilliseconds(10), ConstantOutputs = 0 }, Vad(requests) with { P95 = TimeSpan.FromMilliseconds(p95) });

        Assert.Equal(outcome, verdict.Outcome);
        if (outcome != HealthOutcome.Unhealthy)
            return;
        Assert.Equal(HealthReason.TooSlow, verdict.Reason);
        Assert.Equal(
            "vad: p95 is 10.5 ms, 10 ms is allowed; "
            + "vad: 0 of 20 requests failed (1 % allowed), 0 answers with NaN or infinite values (0 % allowed), p95 10.5 ms (10 ms allowed); "
            + Memory,
            verdict.Text);
    }

    [Fact]
    public void Latency_without_limit_or_measurement_decides_nothing()
    {
        Assert.Equal(HealthOutcome.Waiting, First(Vad(900) with { P95 = TimeSpan.FromHours(1) }).Outcome);
        Assert.Equal(HealthOutcome.Waiting, First(new TrafficLimits { P95 = TimeSpan.Zero }, Vad(900)).Outcome);
    }

    [Fact]
    public void Model_with_little_traffic_is_remarked_upon()
    {
        Assert.Equal(
            ["vad: 19 requests so far, too few to judge shares and times", "new: no traffic seen"],
            First(Vad(19), Vad(0) with { Name = "new" }).Remarks);
        Assert.Empty(First(Vad(20)).Remarks);
    }

    private static HealthVerdict First(params ModelTraffic[] models) => First(new TrafficLimits(), models);

    private static HealthVerdict First(TrafficLimits limits, params ModelTraffic[] models) =>
        new Looks(120, limits).Look(0, Sample(models));
}
