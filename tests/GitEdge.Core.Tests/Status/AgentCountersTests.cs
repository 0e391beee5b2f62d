using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Core.Tests.Status;

public sealed class AgentCountersTests
{
    [Fact]
    public void Polls_are_counted_by_whether_a_repository_answered()
    {
        var counters = new AgentCounters().Polled(reached: true, []).Polled(reached: false, []).Polled(reached: true, []);

        Assert.Equal((2L, 1L), (counters.PollsSucceeded, counters.PollsFailed));
    }

    [Fact]
    public void Rejection_is_counted_when_it_is_new_and_not_at_every_poll()
    {
        var counters = new AgentCounters()
            .Polled(reached: true, [Fault("held", "7"), Fault("recalled", "6")])
            .Polled(reached: true, [Fault("held", "7")])
            .Polled(reached: true, [Fault("held", "8"), Fault("held", "7")])
            .Polled(reached: true, [])
            .Polled(reached: true, [Fault("held", "7")]);

        Assert.Equal([("held", 3L), ("recalled", 1L)], Counts(counters));
    }

    [Fact]
    public void Reasons_are_a_bounded_set_of_codes()
    {
        var counters = new AgentCounters().Polled(reached: true, [.. Enumerable.Range(0, AgentCounters.MaxReasons + 5).Select(i => Fault($"r-{i}", "x"))]);
        Assert.Equal(AgentCounters.MaxReasons + 1, counters.Rejections.Count);
        Assert.Equal(5, counters.Rejections["other"]);

        counters = counters.Polled(reached: true, [Fault("r-1", "y"), Fault("r-999", "y")]);

        Assert.Equal((2L, 6L), (counters.Rejections["r-1"], counters.Rejections["other"]));
        Assert.Equal([("other", 4L)], Counts(new AgentCounters().Polled(reached: true, [Fault("No Code\"\n", "1"), Fault("", "2"), Fault(new string('a', 65), "3"), Fault("é", "4")])));
        Assert.Equal([(new string('a', 64), 1L)], Counts(new AgentCounters().Polled(reached: true, [Fault(new string('a', 64), "3")])));
    }

    [Fact]
    public void Phases_are_added_up()
    {
        var counters = new AgentCounters()
            .Left(DeploymentPhase.Fetching, TimeSpan.FromSeconds(2))
            .Left(DeploymentPhase.Staging, TimeSpan.FromSeconds(1))
            .Left(DeploymentPhase.Fetching, TimeSpan.FromSeconds(3));

        Assert.Equal((2L, TimeSpan.FromSeconds(5)), counters.Phases[DeploymentPhase.Fetching]);
        Assert.Equal((1L, TimeSpan.FromSeconds(1)), counters.Phases[DeploymentPhase.Staging]);
    }

    private static IEnumerable<(string Reason, long Count)> Counts(AgentCounters counters) =>
        counters.Rejections.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value));

    private static Fault Fault(string reason, string message) => new(FaultKind.Permanent, reason, message, "cure");
}
