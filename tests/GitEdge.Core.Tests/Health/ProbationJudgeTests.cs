using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Health;

public sealed class ProbationJudgeTests
{
    private static readonly TimeSpan Soak = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ProbeSpec Http = new() { Http = "http://127.0.0.1:1/healthz" };
    private static readonly ProbeSpec Git = new() { Reach = "git" };

    private static readonly Probation Probation = new()
    {
        Generation = 42,
        Health = new HealthSpec { Soak = Soak },
        Baseline = new ProbationSample { Ready = true, ResidentBytes = 100_000_000, Models = [Vad(100, failures: 50, bad: 7)] },
    };

    [Fact]
    public void Good_generation_waits_for_the_end_of_its_soak()
    {
        var verdict = Judge(Sample(119, Vad(200))).Verdict;

        Assert.Equal(
            (42L, HealthOutcome.Waiting, HealthReason.Soaking, "119 s of 120 s are over"),
            (verdict.Generation, verdict.Outcome, verdict.Reason, verdict.Text));
        Assert.Empty(verdict.Remarks);
    }

    [Fact]
    public void Good_generation_is_healthy_after_its_soak()
    {
        var judgement = Judge(Sample(120, Vad(200)));

        Assert.Equal(
            (42L, HealthOutcome.Healthy, HealthReason.Ok, "nothing wrong in 120 s"),
            (judgement.Verdict.Generation, judgement.Verdict.Outcome, judgement.Verdict.Reason, judgement.Verdict.Text));
        Assert.True(judgement.Counters.AllQuiet);
    }

    [Fact]
    public void Readiness_decides_when_it_stays_away_for_three_samples()
    {
        var sample = Sample(1, Vad(200)) with { Ready = false };
        var first = Judge(sample);
        var second = Judge(sample, first.Counters);
        var third = Judge(sample, second.Counters);

        Assert.Equal((HealthOutcome.Waiting, 1), (first.Verdict.Outcome, first.Counters.NotReady));
        Assert.Equal((HealthOutcome.Waiting, 2), (second.Verdict.Outcome, second.Counters.NotReady));
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.NotReady), (third.Verdict.Outcome, third.Verdict.Reason));
        Assert.Equal("not ready in 3 samples in a row", third.Verdict.Text);
        Assert.False(first.Counters.AllQuiet);
    }

    [Fact]
    public void Readiness_that_comes_back_starts_the_count_anew()
    {
        var away = Sample(1, Vad(200)) with { Ready = false };
        var counters = Judge(Sample(1, Vad(200)), Judge(away, Judge(away).Counters).Counters).Counters;

        Assert.Equal(0, counters.NotReady);
    }

    [Fact]
    public void Model_that_is_missing_is_not_ready() => Assert.Equal(1, Judge(Sample(1)).Counters.NotReady);

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
        Assert.Equal(outcome, Judge(Sample(1, Vad(100 + requests, 50 + failures, bad: 7))).Verdict.Outcome);

    [Fact]
    public void Error_rate_is_told_without_what_the_baseline_had()
    {
        var verdict = Judge(Sample(1, Vad(130, failures: 53, bad: 7))).Verdict;

        Assert.Equal(HealthReason.ErrorRate, verdict.Reason);
        Assert.Equal("vad: 3 of 30 requests failed, 1 % is allowed", verdict.Text);
    }

    [Fact]
    public void Counters_that_began_anew_are_taken_whole()
    {
        var verdict = Judge(Sample(1, Vad(200, failures: 52, bad: 0) with { Since = Start.AddSeconds(1) })).Verdict;
        Assert.Equal("vad: 52 of 200 requests failed, 1 % is allowed", verdict.Text);

        verdict = Judge(Sample(1, Vad(99, failures: 50, bad: 0))).Verdict;
        Assert.Equal("vad: 50 of 99 requests failed, 1 % is allowed", verdict.Text);
    }

    [Fact]
    public void Model_without_a_baseline_is_taken_whole() => Assert.Equal(
        "new: 4 of 30 requests failed, 1 % is allowed",
        Judge(Sample(1, Vad(200), Vad(30, 4, 0) with { Name = "new" })).Verdict.Text);

    [Fact]
    public void First_bad_output_breaks_a_limit_of_zero()
    {
        var verdict = Judge(Sample(1, Vad(101, bad: 8))).Verdict;

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.BadOutputs), (verdict.Outcome, verdict.Reason));
        Assert.Equal("vad: 1 of 1 answers had NaN or infinite values, 0 % is allowed", verdict.Text);
    }

    [Fact]
    public void Bad_outputs_within_their_share_are_allowed()
    {
        var limits = new TrafficLimits { BadOutputs = 0.1 };

        Assert.Equal(HealthOutcome.Waiting, Judge(Sample(1, Vad(200, bad: 17)), limits: limits).Verdict.Outcome);
        Assert.Equal(HealthOutcome.Unhealthy, Judge(Sample(1, Vad(200, bad: 18)), limits: limits).Verdict.Outcome);
    }

    [Theory]
    [InlineData(1000, 1000, HealthOutcome.Waiting)]
    [InlineData(1001, 1000, HealthOutcome.Unhealthy)]
    [InlineData(1_000_000, 0, HealthOutcome.Waiting)]
    public void Constant_output_is_held_against_its_limit(long run, int limit, HealthOutcome outcome)
    {
        var verdict = Judge(Sample(1, Vad(200) with { LongestConstantRun = run }), limits: new TrafficLimits { ConstantOutputs = limit }).Verdict;

        Assert.Equal(outcome, verdict.Outcome);
        if (outcome == HealthOutcome.Unhealthy)
            Assert.Equal((HealthReason.ConstantOutput, "vad: the same answer 1001 times in a row, 1000 is allowed"), (verdict.Reason, verdict.Text));
    }

    [Theory]
    [InlineData(120, 10.0, HealthOutcome.Waiting)]
    [InlineData(120, 10.5, HealthOutcome.Unhealthy)]
    [InlineData(119, 10.5, HealthOutcome.Waiting)]
    public void Latency_is_held_against_its_limit_from_a_least_sample_on(long requests, double p95, HealthOutcome outcome)
    {
        var limits = new TrafficLimits { P95 = TimeSpan.FromMilliseconds(10) };
        var verdict = Judge(Sample(1, Vad(requests) with { P95 = TimeSpan.FromMilliseconds(p95) }), limits: limits).Verdict;

        Assert.Equal(outcome, verdict.Outcome);
        if (outcome == HealthOutcome.Unhealthy)
            Assert.Equal((HealthReason.TooSlow, "vad: p95 is 10.5 ms, 10 ms is allowed"), (verdict.Reason, verdict.Text));
    }

    [Fact]
    public void Latency_without_limit_or_measurement_decides_nothing()
    {
        Assert.Equal(HealthOutcome.Waiting, Judge(Sample(1, Vad(900) with { P95 = TimeSpan.FromHours(1) })).Verdict.Outcome);
        Assert.Equal(HealthOutcome.Waiting, Judge(Sample(1, Vad(900)), limits: new TrafficLimits { P95 = TimeSpan.Zero }).Verdict.Outcome);
    }

    [Fact]
    public void Memory_decides_when_it_stays_above_its_bound()
    {
        var sample = Sample(1, Vad(200)) with { ResidentBytes = 150_000_001 };
        var second = Judge(sample, Judge(sample).Counters);
        var third = Judge(sample, second.Counters);

        Assert.Equal((HealthOutcome.Waiting, 2), (second.Verdict.Outcome, second.Counters.OverMemory));
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.MemoryGrowth), (third.Verdict.Outcome, third.Verdict.Reason));
        Assert.Equal("the server's memory grew from 100 MB to 150 MB, 1.5 times is allowed", third.Verdict.Text);
    }

    [Fact]
    public void Memory_within_its_bound_or_unknown_counts_nothing()
    {
        Assert.Equal(0, Judge(Sample(1, Vad(200)) with { ResidentBytes = 150_000_000 }).Counters.OverMemory);
        Assert.Equal(0, Judge(Sample(1, Vad(200)) with { ResidentBytes = null }, new ProbationCounters { OverMemory = 2 }).Counters.OverMemory);
    }

    [Fact]
    public void Required_probe_decides_when_it_stays_failed()
    {
        var probes = new[] { Result(Http, ProbeStatus.Failed, "answers 503"), Result(Git, ProbeStatus.Passed) };
        var second = Judge(Sample(1, Vad(200)), Judge(Sample(1, Vad(200)), probes: probes).Counters, probes);
        var third = Judge(Sample(1, Vad(200)), second.Counters, probes);

        Assert.Equal(HealthOutcome.Waiting, second.Verdict.Outcome);
        Assert.Equal(2, Assert.Single(second.Counters.Probes, pair => pair.Key == "http http://127.0.0.1:1/healthz").Value);
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ProbeFailed), (third.Verdict.Outcome, third.Verdict.Reason));
        Assert.Equal("http http://127.0.0.1:1/healthz: answers 503; not passed in 3 samples in a row", third.Verdict.Text);
    }

    [Fact]
    public void Required_probe_that_was_not_tried_counts_as_not_passed() =>
        Assert.Single(Judge(Sample(1, Vad(200)), probes: [Result(Git, ProbeStatus.Unknown)]).Counters.Probes);

    [Fact]
    public void Same_required_probe_twice_counts_once() => Assert.Equal(
        1, Judge(Sample(1, Vad(200)), probes: [Result(Git, ProbeStatus.Failed), Result(Git, ProbeStatus.Failed)]).Counters.Probes["reach git"]);

    [Fact]
    public void Required_probe_that_cannot_be_carried_out_decides_at_once()
    {
        var verdict = Judge(Sample(1, Vad(200)), probes: [Result(new ProbeSpec { Unit = "a.service" }, ProbeStatus.Unsupported, "not asked")]).Verdict;

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ProbeUnsupported, "unit a.service: not asked"), (verdict.Outcome, verdict.Reason, verdict.Text));
    }

    [Fact]
    public void Wanted_probe_only_reports()
    {
        ProbeResult[] probes = [Result(Git, ProbeStatus.Failed, "no route") with { Required = false }, Result(Http, ProbeStatus.Unsupported, "odd") with { Required = false }];
        var counters = ProbationCounters.None;
        for (var i = 0; i < 5; i++)
        {
            var judgement = Judge(Sample(120, Vad(200)), counters, probes);
            counters = judgement.Counters;
            Assert.Equal(HealthOutcome.Healthy, judgement.Verdict.Outcome);
            Assert.Equal(["reach git: no route", "http http://127.0.0.1:1/healthz: odd"], judgement.Verdict.Remarks);
        }
    }

    [Fact]
    public void Model_with_little_traffic_is_remarked_upon() => Assert.Equal(
        ["vad: 19 requests so far, too few to judge shares and times"],
        Judge(Sample(120, Vad(19, 0, 0) with { Since = Start.AddSeconds(1) })).Verdict.Remarks);

    [Fact]
    public void Last_sample_must_be_good_for_a_commit()
    {
        var verdict = Judge(Sample(120, Vad(200)), probes: [Result(Git, ProbeStatus.Failed)]).Verdict;

        Assert.Equal((HealthOutcome.Waiting, HealthReason.Settling), (verdict.Outcome, verdict.Reason));
        Assert.Equal("the soak is over, but the last sample was not good", verdict.Text);
        Assert.Equal(HealthOutcome.Waiting, Judge(Sample(120, Vad(200)) with { Ready = false }).Verdict.Outcome);
        Assert.Equal(HealthOutcome.Waiting, Judge(Sample(120, Vad(200)) with { ResidentBytes = 200_000_000 }).Verdict.Outcome);
    }

    [Theory]
    [InlineData(120, 239.9, HealthOutcome.Waiting)]
    [InlineData(120, 240, HealthOutcome.Unhealthy)]
    [InlineData(0, 59.9, HealthOutcome.Waiting)]
    [InlineData(0, 60, HealthOutcome.Unhealthy)]
    public void Coming_and_going_ends_some_day(double soak, double elapsed, HealthOutcome outcome)
    {
        var probation = Probation with { Health = new HealthSpec { Soak = TimeSpan.FromSeconds(soak) } };
        var verdict = ProbationJudge.Judge(probation, ProbationCounters.None, Sample(elapsed, Vad(200)), [Result(Git, ProbeStatus.Failed)]).Verdict;

        Assert.Equal(outcome, verdict.Outcome);
        if (outcome == HealthOutcome.Unhealthy)
            Assert.Equal((HealthReason.DoesNotSettle, $"still coming and going {elapsed} s after the switch"), (verdict.Reason, verdict.Text));
    }

    [Fact]
    public void Probe_is_named_by_what_it_asks()
    {
        Assert.Equal("unit a.service", Result(new ProbeSpec { Unit = "a.service" }, ProbeStatus.Passed).Name);
        Assert.Equal("empty probe", Result(new ProbeSpec(), ProbeStatus.Passed).Name);
    }

    [Fact]
    public void Misuse_throws()
    {
        var sample = Sample(1, Vad(1));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(null!, ProbationCounters.None, sample, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(Probation, null!, sample, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(Probation, ProbationCounters.None, null!, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(Probation, ProbationCounters.None, sample, null!));
    }

    [Fact]
    public void Nothing_is_healthy_before_its_soak_or_while_something_is_wrong() =>
        Prop.ForAll<NonNegativeInt, bool, bool>((elapsed, ready, probe) =>
        {
            ProbeResult[] probes = [Result(Git, probe ? ProbeStatus.Passed : ProbeStatus.Failed)];
            var verdict = Judge(Sample(elapsed.Get * 10, Vad(200)) with { Ready = ready }, probes: probes).Verdict;
            return verdict.Outcome != HealthOutcome.Healthy || (elapsed.Get * 10 >= 120 && ready && probe);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_probation_ends() => Prop.ForAll<bool[]>(answers =>
    {
        var (counters, outcome) = (ProbationCounters.None, HealthOutcome.Unknown);
        for (var second = 0; second <= 240; second += 10)
        {
            var good = answers.Length == 0 || answers[second / 10 % answers.Length];
            (var verdict, counters) = Judge(Sample(second, Vad(200)), counters, [Result(Git, good ? ProbeStatus.Passed : ProbeStatus.Failed)]);
            outcome = verdict.Outcome;
            if (outcome != HealthOutcome.Waiting)
                break;
        }
        return outcome is HealthOutcome.Healthy or HealthOutcome.Unhealthy;
    }).QuickCheckThrowOnFailure();

    private static ProbationJudgement Judge(
        ProbationSample now, ProbationCounters? counters = null, ProbeResult[]? probes = null, TrafficLimits? limits = null) =>
        ProbationJudge.Judge(
            limits is null ? Probation : Probation with { Health = Probation.Health with { Limits = limits } },
            counters ?? ProbationCounters.None, now, probes ?? []);

    private static ProbationSample Sample(double seconds, params ModelTraffic[] models) =>
        new() { Elapsed = TimeSpan.FromSeconds(seconds), Ready = true, ResidentBytes = 120_000_000, Models = models };

    private static ModelTraffic Vad(long requests, long failures = 50, long bad = 7) =>
        new() { Name = "vad", Requests = requests, Failures = failures, BadOutputs = bad, Since = Start };

    private static ProbeResult Result(ProbeSpec probe, ProbeStatus status, string text = "") =>
        new() { Probe = probe, Required = true, Status = status, Text = text };
}
