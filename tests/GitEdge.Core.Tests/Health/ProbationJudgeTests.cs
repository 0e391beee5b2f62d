using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using static GitEdge.Core.Tests.Health.Looks;

namespace GitEdge.Core.Tests.Health;

/// <summary>Where nothing else is said the soak is 120 s: a pause of 3 s, a look worth 3.75 s at most, a cloud of 10 s.</summary>
public sealed class ProbationJudgeTests
{
    private const string Measured =
        "vad: 0 of 200 requests failed (1 % allowed), 0 answers with NaN or infinite values (0 % allowed), same answer 1 times in a row (1000 allowed); "
        + "memory 100 MB, 100 MB at first, 1.5 times is allowed";

    private readonly Looks _looks = new(120);

    [Fact]
    public void Good_generation_waits_for_the_end_of_its_soak_and_is_healthy_then()
    {
        _looks.Look(0);
        for (var i = 0; i < 39; i++)
        {
            var waiting = _looks.Look(3);
            Assert.Equal((42L, HealthOutcome.Waiting, HealthReason.Soaking, false), (waiting.Generation, waiting.Outcome, waiting.Reason, waiting.IsReleasesFault));
            Assert.Equal($"{3 * (i + 1)} s of 120 s are over", waiting.Text);
            Assert.Empty(waiting.Remarks);
        }
        var verdict = _looks.Look(3);

        Assert.Equal((42L, HealthOutcome.Healthy, HealthReason.Ok, false), (verdict.Generation, verdict.Outcome, verdict.Reason, verdict.IsReleasesFault));
        Assert.Equal($"healthy for 120 s; {Measured}", verdict.Text);
        Assert.Equal(TimeSpan.FromSeconds(3), _looks.Counted);
    }

    [Fact]
    public void Slow_look_adds_no_more_than_a_pause_and_a_quarter()
    {
        _looks.Look(0);
        var verdict = _looks.Look(3600);

        Assert.Equal((HealthOutcome.Waiting, TimeSpan.FromSeconds(3.75)), (verdict.Outcome, _looks.Counted));
        Assert.Equal("3.75 s of 120 s are over", verdict.Text);
    }

    [Fact]
    public void No_soak_is_so_short_that_fewer_than_three_looks_do()
    {
        var looks = new Looks(0);
        var first = looks.Look(0);
        var second = looks.Look(1);

        Assert.Equal((HealthOutcome.Waiting, HealthReason.Settling, "0 s of 0 s are over; 1 of 3 good looks in a row"), (first.Outcome, first.Reason, first.Text));
        Assert.Equal("0.06 s of 0 s are over; 2 of 3 good looks in a row", second.Text);
        Assert.Equal(HealthOutcome.Healthy, looks.Look(1).Outcome);
    }

    [Fact]
    public void After_a_restart_of_the_agent_three_looks_are_asked_for_again()
    {
        var looks = new Looks(0);
        looks.Look(0);
        looks.Look(1);
        looks.Restart();

        Assert.Equal(
            [HealthOutcome.Waiting, HealthOutcome.Waiting, HealthOutcome.Healthy], [looks.Look(0).Outcome, looks.Look(1).Outcome, looks.Look(1).Outcome]);
    }

    [Fact]
    public void Only_good_looks_in_a_row_make_healthy()
    {
        var looks = new Looks(0);
        looks.Look(0);
        looks.Look(1);
        var away = looks.Look(1, Away);

        Assert.Equal((HealthOutcome.Waiting, HealthReason.Settling, "0.06 s of 0 s are over; nobody answers"), (away.Outcome, away.Reason, away.Text));
        Assert.Equal(0, looks.Counters.GoodLooks);
        looks.Look(1);
        Assert.Equal(HealthOutcome.Waiting, looks.Look(1).Outcome);
        Assert.Equal(HealthOutcome.Healthy, looks.Look(1).Outcome);
    }

    [Fact]
    public void Looks_with_trouble_add_nothing_to_the_soak()
    {
        _looks.Look(0);
        _looks.Look(3, Away);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(3)), (_looks.Counted, _looks.Counters.Troubled));
        _looks.Look(3, Result(Git, ProbeStatus.Failed));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(6)), (_looks.Counted, _looks.Counters.Troubled));
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = 150_000_001 });
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(9)), (_looks.Counted, _looks.Counters.Troubled));
        _looks.Look(3, Sample(Vad(200) with { Since = Start.AddSeconds(9) }));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(12)), (_looks.Counted, _looks.Counters.Troubled));
        _looks.Look(3, Sample(Vad(200) with { Since = Start.AddSeconds(9) }));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12)), (_looks.Counted, _looks.Counters.Troubled));
    }

    [Fact]
    public void Server_may_be_restarted_once_and_not_twice()
    {
        _looks.Look(0);
        var once = _looks.Look(3, Sample(Vad(200) with { Since = Start.AddSeconds(1) }));
        _looks.Look(3, Away);
        var same = _looks.Look(3, Sample(Vad(200) with { Since = Start.AddSeconds(1) }));
        var twice = _looks.Look(3, Sample(Vad(200) with { Since = Start.AddSeconds(7) }));

        Assert.Equal((HealthOutcome.Waiting, "0 s of 120 s are over; the server was restarted"), (once.Outcome, once.Text));
        Assert.Equal(["the server was restarted 1 times"], once.Remarks);
        Assert.Equal((HealthOutcome.Waiting, "3 s of 120 s are over"), (same.Outcome, same.Text));
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ServerRestarted, true), (twice.Outcome, twice.Reason, twice.IsReleasesFault));
        Assert.Equal($"the server was restarted 2 times, 1 is tolerated; {Measured}", twice.Text);
    }

    [Fact]
    public void Restart_counts_once_however_many_models_were_loaded_anew()
    {
        static ProbationSample At(double seconds) => Sample(
            Vad(200) with { Since = Start.AddSeconds(seconds) }, Vad(200) with { Name = "kws", Since = Start.AddSeconds(seconds) });
        _looks.Look(0, At(0));
        _looks.Look(3, At(1));
        Assert.Equal(1, _looks.Counters.Restarts);
        _looks.Look(3, Sample(At(1).Models[0], Vad(200) with { Name = "kws", Since = Start.AddSeconds(2) }));
        Assert.Equal(2, _looks.Counters.Restarts);
    }

    [Fact]
    public void Model_whose_age_is_not_known_was_not_restarted()
    {
        _looks.Look(0, Sample(Vad(200) with { Since = null }));
        _looks.Look(3);
        _looks.Look(3, Sample(Vad(200) with { Since = null }));
        _looks.Look(3);

        Assert.Equal(0, _looks.Counters.Restarts);
    }

    [Fact]
    public void Readiness_that_stays_away_for_ten_seconds_sends_back_without_blame()
    {
        var (first, second, third, fourth) = (_looks.Look(3, Away), _looks.Look(3, Away), _looks.Look(3, Away), _looks.Look(3, Away));
        var last = _looks.Look(1, Away);

        Assert.All([first, second, third, fourth], verdict => Assert.Equal(HealthOutcome.Waiting, verdict.Outcome));
        Assert.Equal("0 s of 120 s are over; nobody answers", first.Text);
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.NotReady, false), (last.Outcome, last.Reason, last.IsReleasesFault));
        Assert.Equal("nobody answers; so for 10 s and 5 looks, a cloud of 10 s is allowed; memory not known", last.Text);
    }

    [Fact]
    public void Readiness_is_given_three_looks_however_long_they_take()
    {
        Assert.Equal(HealthOutcome.Waiting, _looks.Look(0, Away).Outcome);
        Assert.Equal(HealthOutcome.Waiting, _looks.Look(19, Away).Outcome);
        Assert.Equal(HealthOutcome.Unhealthy, _looks.Look(1, Away).Outcome);
    }

    [Fact]
    public void Many_looks_at_once_are_still_one_cloud()
    {
        var looks = new Looks(4);
        for (var i = 0; i < 10; i++)
            Assert.Equal(HealthOutcome.Waiting, looks.Look(0.1, Away).Outcome);

        Assert.Equal(HealthOutcome.Unhealthy, looks.Look(0.1, Away).Outcome);
    }

    [Fact]
    public void Time_in_which_the_agent_stood_still_is_no_trouble()
    {
        _looks.Look(0);
        _looks.Look(3600, Away);

        Assert.Equal(TimeSpan.FromSeconds(20), _looks.Counters.Troubled);
        _looks.Look(3600, Away);
        Assert.Equal(TimeSpan.FromSeconds(20), _looks.Counters.NotReady!.Lasted);
    }

    [Fact]
    public void Readiness_that_comes_back_starts_anew()
    {
        _looks.Look(0, Away);
        _looks.Look(9, Away);
        _looks.Look(1);

        Assert.Null(_looks.Counters.NotReady);
        Assert.Equal(HealthOutcome.Waiting, _looks.Look(9, Away).Outcome);
        Assert.Equal(new TroubleStreak(1, TimeSpan.Zero), _looks.Counters.NotReady);
    }

    [Fact]
    public void Memory_decides_when_it_stays_above_its_bound()
    {
        var sample = Sample(Vad(200)) with { ResidentBytes = 150_000_001 };
        _looks.Look(0);
        _looks.Look(3, sample);
        var second = _looks.Look(5, sample);
        var third = _looks.Look(5, sample);

        Assert.Equal((HealthOutcome.Waiting, "0 s of 120 s are over; memory above its bound"), (second.Outcome, second.Text));
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.MemoryGrowth, true), (third.Outcome, third.Reason, third.IsReleasesFault));
        Assert.StartsWith(
            "memory 150 MB, 100 MB at first, 1.5 times is allowed; so for 10 s and 3 looks, a cloud of 10 s is allowed; vad: ", third.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_within_its_bound_or_unknown_is_no_trouble()
    {
        _looks.Look(0);
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = 150_000_000 });
        Assert.Null(_looks.Counters.OverMemory);
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = 150_000_001 });
        Assert.Equal(new TroubleStreak(1, TimeSpan.Zero), _looks.Counters.OverMemory);
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = null });
        Assert.Null(_looks.Counters.OverMemory);
    }

    [Fact]
    public void Memory_is_compared_with_that_of_the_first_look_at_which_the_generation_served()
    {
        _looks.Look(0, Away with { ResidentBytes = 1 });
        Assert.Null(_looks.Counters.FirstBytes);
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = null });
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = 7 });
        _looks.Look(3, Sample(Vad(200)) with { ResidentBytes = 8 });

        Assert.Equal(7, _looks.Counters.FirstBytes);
    }

    [Fact]
    public void Required_probe_decides_when_it_stays_failed()
    {
        ProbeResult[] probes = [Result(Git, ProbeStatus.Passed), Result(Http, ProbeStatus.Failed, "answers 503")];
        _looks.Look(0, probes);
        var second = _looks.Look(5, probes);
        var third = _looks.Look(5, probes);

        Assert.Equal((HealthOutcome.Waiting, "0 s of 120 s are over; http http://127.0.0.1:1/healthz does not pass"), (second.Outcome, second.Text));
        Assert.Empty(second.Remarks);
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ProbeFailed, true), (third.Outcome, third.Reason, third.IsReleasesFault));
        Assert.Equal(
            $"http http://127.0.0.1:1/healthz: answers 503; so for 10 s and 3 looks, a cloud of 10 s is allowed; {Measured}", third.Text);
    }

    [Fact]
    public void Repository_that_cannot_be_reached_is_not_the_releases_fault()
    {
        ProbeResult[] probes = [Result(Git, ProbeStatus.Failed, "no route")];
        _looks.Look(0, probes);
        _looks.Look(5, probes);
        var verdict = _looks.Look(5, probes);

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ProbeFailed, false), (verdict.Outcome, verdict.Reason, verdict.IsReleasesFault));
    }

    [Fact]
    public void What_the_release_is_to_blame_for_is_named_before_what_it_is_not()
    {
        ProbeResult[] probes = [Result(Git, ProbeStatus.Failed, "no route"), Result(Http, ProbeStatus.Failed, "answers 503")];
        _looks.Look(0, probes);
        _looks.Look(5, probes);

        Assert.True(_looks.Look(5, probes).IsReleasesFault);
    }

    [Fact]
    public void Remembered_answer_is_no_new_look()
    {
        ProbeResult[] fresh = [Result(Git, ProbeStatus.Failed)];
        ProbeResult[] remembered = [Result(Git, ProbeStatus.Failed) with { IsFresh = false }];
        foreach (var probes in new[] { remembered, fresh, remembered, fresh, remembered })
            Assert.Equal(HealthOutcome.Waiting, _looks.Look(5, probes).Outcome);

        Assert.Equal(new TroubleStreak(2, TimeSpan.FromSeconds(20)), _looks.Counters.Probes["reach git"]);
        Assert.Equal(HealthOutcome.Unhealthy, _looks.Look(5, fresh).Outcome);
    }

    [Fact]
    public void Required_probe_that_was_not_tried_counts_as_not_passed()
    {
        _looks.Look(0, Result(Git, ProbeStatus.Unknown));

        Assert.Equal("reach git", Assert.Single(_looks.Counters.Probes).Key);
    }

    [Fact]
    public void Same_required_probe_twice_counts_once()
    {
        _looks.Look(0, Result(Git, ProbeStatus.Failed), Result(Git, ProbeStatus.Failed));

        Assert.Equal(new TroubleStreak(1, TimeSpan.Zero), _looks.Counters.Probes["reach git"]);
    }

    [Fact]
    public void Required_probe_that_cannot_be_carried_out_decides_at_once()
    {
        var verdict = _looks.Look(0, Result(new ProbeSpec { Unit = "a.service" }, ProbeStatus.Unsupported, "not asked"));

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ProbeUnsupported, true), (verdict.Outcome, verdict.Reason, verdict.IsReleasesFault));
        Assert.Equal($"unit a.service: not asked; {Measured}", verdict.Text);
    }

    [Fact]
    public void Wanted_probe_only_reports()
    {
        var looks = new Looks(0);
        ProbeResult[] probes = [Result(Git, ProbeStatus.Failed, "no route") with { Required = false }, Result(Http, ProbeStatus.Unsupported, "odd") with { Required = false }];
        looks.Look(0, probes);
        looks.Look(1, probes);
        var verdict = looks.Look(1, probes);

        Assert.Equal(HealthOutcome.Healthy, verdict.Outcome);
        Assert.Equal(["reach git: no route", "http http://127.0.0.1:1/healthz: odd"], verdict.Remarks);
    }

    [Fact]
    public void Verdict_that_does_not_say_otherwise_blames_the_release() => Assert.True(
        new HealthVerdict { Generation = 1, Outcome = HealthOutcome.Unhealthy, Reason = HealthReason.BadOutputs, Text = "" }.IsReleasesFault);

    [Fact]
    public void Probe_is_named_by_what_it_asks()
    {
        Assert.Equal("unit a.service", Result(new ProbeSpec { Unit = "a.service" }, ProbeStatus.Passed).Name);
        Assert.Equal("empty probe", Result(new ProbeSpec(), ProbeStatus.Passed).Name);
    }

    [Fact]
    public void Misuse_throws()
    {
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(null!, ProbationCounters.None, Away, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(_looks.Probation, null!, Away, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(_looks.Probation, ProbationCounters.None, null!, []));
        Assert.Throws<ArgumentNullException>(() => ProbationJudge.Judge(_looks.Probation, ProbationCounters.None, Away, null!));
    }
}
