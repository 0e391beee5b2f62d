using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using static GitEdge.Core.Tests.Health.Looks;

namespace GitEdge.Core.Tests.Health;

/// <summary>Trouble that comes and goes, and whole probations.</summary>
public sealed class ProbationEndTests
{
    private static readonly ProbationSample Good = Sample(Vad(200));

    [Fact]
    public void Trouble_that_comes_and_goes_for_as_long_as_the_soak_sends_back()
    {
        var looks = new Looks(120);
        looks.Look(0);
        for (var i = 0; i < 14; i++)
        {
            Assert.Equal(HealthOutcome.Waiting, looks.Look(8, Good, Result(Http, ProbeStatus.Failed, "answers 503")).Outcome);
            looks.Look(1);
        }
        Assert.Equal(HealthOutcome.Waiting, looks.Look(7.5, Good, Result(Http, ProbeStatus.Failed, "answers 503")).Outcome);
        looks.Look(1);
        var verdict = looks.Look(0.5, Good, Result(Http, ProbeStatus.Failed, "answers 503"));

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.DoesNotSettle, true), (verdict.Outcome, verdict.Reason, verdict.IsReleasesFault));
        Assert.StartsWith(
            "trouble came and went for 120 s in all, 120 s is allowed; last: http http://127.0.0.1:1/healthz does not pass; vad: ", verdict.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("away", false)]
    [InlineData("git", false)]
    [InlineData("restart", false)]
    [InlineData("http", true)]
    [InlineData("memory", true)]
    [InlineData("git and memory", true)]
    [InlineData("git and http", true)]
    [InlineData("away and http", false)]
    public void Trouble_that_comes_and_goes_is_the_releases_fault_when_the_last_of_it_is(string last, bool isFault)
    {
        var looks = new Looks(0);
        looks.Look(0);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            looks.Look(11, Good, Result(Git, ProbeStatus.Failed));
            looks.Look(1);
        }
        var sample = last switch
        {
            "away" or "away and http" => Away,
            "memory" or "git and memory" => Good with { ResidentBytes = 900_000_000 },
            "restart" => Sample(Vad(200) with { Since = Start.AddSeconds(60) }),
            _ => Good,
        };
        var verdict = looks.Look(5, sample,
            Result(Git, last.Contains("git", StringComparison.Ordinal) ? ProbeStatus.Failed : ProbeStatus.Passed),
            Result(Http, last.Contains("http", StringComparison.Ordinal) ? ProbeStatus.Failed : ProbeStatus.Passed));

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.DoesNotSettle, isFault), (verdict.Outcome, verdict.Reason, verdict.IsReleasesFault));
    }

    [Theory]
    [InlineData(4, HealthReason.BadOutputs)]
    [InlineData(3, HealthReason.ServerRestarted)]
    [InlineData(2, HealthReason.NotReady)]
    [InlineData(1, HealthReason.MemoryGrowth)]
    [InlineData(0, HealthReason.ProbeFailed)]
    public void Of_several_faults_the_plainest_is_named(int faults, string reason)
    {
        var looks = new Looks(0);
        looks.Look(0);
        HealthVerdict? verdict = null;
        for (var i = 1; i <= 4; i++)
        {
            var vad = Vad(200, bad: faults >= 4 ? 1 : 0) with { Since = faults >= 3 ? Start.AddSeconds(i) : Start };
            var sample = Sample(vad) with
            {
                NotReady = faults >= 2 ? "nobody answers" : null,
                ResidentBytes = faults >= 1 ? 900_000_000 : 100_000_000,
            };
            verdict = looks.Look(20, sample, Result(Http, ProbeStatus.Failed));
        }

        Assert.Equal((HealthOutcome.Unhealthy, reason, TimeSpan.FromSeconds(80)), (verdict!.Outcome, verdict.Reason, looks.Counters.Troubled));
    }

    [Fact]
    public void All_trouble_of_the_last_look_is_named()
    {
        var looks = new Looks(120);
        looks.Look(0);
        var sample = Away with { ResidentBytes = 900_000_000 };

        Assert.Equal(
            "0 s of 120 s are over; nobody answers, memory above its bound, reach git does not pass",
            looks.Look(1, sample, Result(Git, ProbeStatus.Failed)).Text);
    }

    [Fact]
    public void Candidate_that_keeps_crashing_the_server_is_never_healthy()
    {
        // Down at one look, back at the next with counters that began anew: nothing but the time of the load betrays it.
        var looks = new Looks(120);
        var outcome = looks.Look(0).Outcome;
        for (var crash = 1; outcome == HealthOutcome.Waiting && crash < 100; crash++)
        {
            looks.Look(3, Away);
            outcome = looks.Look(3, Sample(Vad(0) with { Since = Start.AddSeconds(crash) })).Outcome;
        }

        Assert.Equal((HealthOutcome.Unhealthy, 2), (outcome, looks.Counters.Restarts));
    }

    [Fact]
    public void Healthy_means_soaked_and_the_last_three_looks_were_good() => Prop.ForAll<NonNegativeInt, bool[]>((soak, answers) =>
    {
        var looks = new Looks(soak.Get);
        var good = 0;
        for (var i = 0; i < 1000; i++)
        {
            var ready = answers.Length == 0 || answers[i % answers.Length];
            good = ready ? good + 1 : 0;
            var verdict = looks.Look(i == 0 ? 0 : 4, ready ? Good : Away);
            if (verdict.Outcome == HealthOutcome.Healthy)
                return good >= 3 && looks.Soaked >= TimeSpan.FromSeconds(soak.Get);
            if (verdict.Outcome == HealthOutcome.Unhealthy)
                return !ready;
        }
        return false;
    }).QuickCheckThrowOnFailure();
}
