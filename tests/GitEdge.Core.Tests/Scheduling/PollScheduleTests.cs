using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Scheduling;

namespace GitEdge.Core.Tests.Scheduling;

public sealed class PollScheduleTests
{
    private static readonly PollPolicy Policy = new()
    {
        Interval = TimeSpan.FromSeconds(30),
        FirstBackoff = TimeSpan.FromSeconds(5),
        LongestPause = TimeSpan.FromMinutes(15),
        Jitter = 0.2,
    };

    private static readonly TimeSpan Now = TimeSpan.FromHours(7);

    private static readonly Arbitrary<(PollOutcome Outcome, double Random, int Hint)[]> Histories = Gen.ArrayOf(
        from outcome in Gen.Elements(Enum.GetValues<PollOutcome>())
        from random in Gen.Choose(0, 999_999)
        from hint in Gen.Choose(-10, 100_000)
        select (outcome, random / 1_000_000.0, hint)).ToArbitrary();

    [Fact]
    public void Start_is_due_at_once()
    {
        var schedule = PollSchedule.Start(Policy, Now);

        Assert.Equal((Now, 0), (schedule.Due, schedule.Faults));
    }

    [Theory]
    [InlineData(0.0, 24)]
    [InlineData(0.5, 30)]
    [InlineData(0.75, 33)]
    public void Success_waits_for_the_interval_spread_to_both_sides(double random, double seconds)
    {
        var schedule = PollSchedule.Start(Policy, Now).Next(Now, PollOutcome.Succeeded, random);

        Assert.Equal(Now + TimeSpan.FromSeconds(seconds), schedule.Due);
        Assert.Equal(0, schedule.Faults);
    }

    [Fact]
    public void Faults_double_the_pause_up_to_the_longest()
    {
        var schedule = PollSchedule.Start(Policy, Now);
        var pauses = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            schedule = schedule.Next(Now, PollOutcome.Transient, 0.5);
            pauses.Add((schedule.Due - Now).TotalSeconds);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900, 900], pauses);
        Assert.Equal(10, schedule.Faults);
    }

    [Fact]
    public void Unknown_outcome_counts_as_a_fault()
    {
        var schedule = PollSchedule.Start(Policy, Now).Next(Now, PollOutcome.Unknown, 0.5);

        Assert.Equal((Now + TimeSpan.FromSeconds(5), 1), (schedule.Due, schedule.Faults));
    }

    [Fact]
    public void Permanent_fault_never_polls_more_often_than_success()
    {
        var schedule = PollSchedule.Start(Policy, Now).Next(Now, PollOutcome.Permanent, 0.5);

        Assert.Equal(Now + Policy.Interval, schedule.Due);
        for (var i = 0; i < 4; i++)
            schedule = schedule.Next(Now, PollOutcome.Permanent, 0.5);
        Assert.Equal(Now + TimeSpan.FromSeconds(80), schedule.Due);
    }

    [Theory]
    [InlineData(0.0, 120)]
    [InlineData(0.5, 132)]
    public void Waiting_never_comes_before_the_server_asked_for(double random, double seconds)
    {
        var schedule = PollSchedule.Start(Policy, Now).Next(Now, PollOutcome.Waiting, random, TimeSpan.FromSeconds(120));

        Assert.Equal(Now + TimeSpan.FromSeconds(seconds), schedule.Due);
    }

    [Fact]
    public void Waiting_is_capped_and_falls_back_to_backoff_without_a_usable_hint()
    {
        var start = PollSchedule.Start(Policy, Now);

        Assert.Equal(Now + Policy.LongestPause, start.Next(Now, PollOutcome.Waiting, 0, TimeSpan.FromDays(365)).Due);
        Assert.Equal(Now + Policy.FirstBackoff, start.Next(Now, PollOutcome.Waiting, 0.5).Due);
        Assert.Equal(Now + Policy.FirstBackoff, start.Next(Now, PollOutcome.Waiting, 0.5, TimeSpan.Zero).Due);
        Assert.Equal(Now + Policy.FirstBackoff, start.Next(Now, PollOutcome.Waiting, 0.5, TimeSpan.FromSeconds(-1)).Due);
    }

    [Fact]
    public void Hint_matters_only_when_waiting()
    {
        var start = PollSchedule.Start(Policy, Now);

        Assert.Equal(Now + Policy.FirstBackoff, start.Next(Now, PollOutcome.Transient, 0.5, TimeSpan.FromSeconds(120)).Due);
        Assert.Equal(Now + Policy.Interval, start.Next(Now, PollOutcome.Succeeded, 0.5, TimeSpan.FromSeconds(120)).Due);
    }

    [Fact]
    public void Request_polls_now_and_the_backoff_goes_on_where_it_was()
    {
        var schedule = PollSchedule.Start(Policy, Now);
        for (var i = 0; i < 3; i++)
            schedule = schedule.Next(Now, PollOutcome.Transient, 0.5);

        var asked = schedule.PollNow(Now + TimeSpan.FromSeconds(1));

        Assert.Equal((Now + TimeSpan.FromSeconds(1), 3), (asked.Due, asked.Faults));
        Assert.Equal(Now + TimeSpan.FromSeconds(40), asked.Next(Now, PollOutcome.Transient, 0.5).Due);
    }

    [Fact]
    public void Pause_is_always_positive_and_never_longer_than_the_longest() =>
        Prop.ForAll(Histories, history =>
        {
            var schedule = PollSchedule.Start(Policy, TimeSpan.Zero);
            var now = TimeSpan.Zero;
            foreach (var (outcome, random, hint) in history)
            {
                schedule = schedule.Next(now, outcome, random, TimeSpan.FromSeconds(hint));
                var pause = schedule.Due - now;
                if (pause <= TimeSpan.Zero || pause > Policy.LongestPause)
                    return false;
                now = schedule.Due;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Faults_are_counted_since_the_last_success() =>
        Prop.ForAll(Histories, history =>
        {
            var schedule = PollSchedule.Start(Policy, TimeSpan.Zero);
            foreach (var (outcome, random, hint) in history)
                schedule = schedule.Next(TimeSpan.Zero, outcome, random, TimeSpan.FromSeconds(hint));
            return schedule.Faults == history.Reverse().TakeWhile(h => h.Outcome != PollOutcome.Succeeded).Count();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pause_depends_on_the_past_only_through_the_number_of_faults() =>
        Prop.ForAll(Histories, history =>
        {
            var schedule = PollSchedule.Start(Policy, TimeSpan.Zero);
            foreach (var (outcome, random, hint) in history)
                schedule = schedule.Next(TimeSpan.Zero, outcome, random, TimeSpan.FromSeconds(hint));
            return schedule.Next(Now, PollOutcome.Succeeded, 0.25).Due == PollSchedule.Start(Policy, TimeSpan.Zero).Next(Now, PollOutcome.Succeeded, 0.25).Due;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_number_of_faults_still_has_a_next_poll()
    {
        var schedule = PollSchedule.Start(Policy with { LongestPause = TimeSpan.FromDays(3650) }, Now);
        for (var i = 0; i < 2000; i++)
            schedule = schedule.Next(Now, PollOutcome.Transient, 0.999);

        Assert.InRange(schedule.Due - Now, TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
    }

    [Fact]
    public void Valid_policy_has_no_errors_at_its_edges()
    {
        Assert.Empty(new PollPolicy().Validate());
        Assert.Empty((Policy with { Jitter = 0 }).Validate());
        Assert.Empty((Policy with { Jitter = 0.5, LongestPause = Policy.Interval }).Validate());
        Assert.Empty((Policy with { FirstBackoff = Policy.LongestPause }).Validate());
    }

    [Fact]
    public void Policy_reports_every_error_at_once()
    {
        var policy = new PollPolicy { Interval = TimeSpan.Zero, FirstBackoff = TimeSpan.Zero, LongestPause = TimeSpan.FromSeconds(-1), Jitter = 0.6 };

        var errors = policy.Validate();

        Assert.Equal(4, errors.Count);
        Assert.Contains("interval", errors[0], StringComparison.Ordinal);
        Assert.Contains("first backoff", errors[1], StringComparison.Ordinal);
        Assert.Contains("longest pause", errors[2], StringComparison.Ordinal);
        Assert.Contains("jitter is 0.6", errors[3], StringComparison.Ordinal);
        Assert.Single((Policy with { Jitter = double.NaN }).Validate());
        Assert.Single((Policy with { LongestPause = TimeSpan.FromSeconds(29) }).Validate());
        Assert.Single((Policy with { FirstBackoff = TimeSpan.FromHours(1) }).Validate());
        Assert.Contains("interval", Assert.Throws<ArgumentException>(() => PollSchedule.Start(policy, Now)).Message, StringComparison.Ordinal);
    }
}
