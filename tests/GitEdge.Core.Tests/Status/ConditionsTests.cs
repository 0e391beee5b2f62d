using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Core.Tests.Status;

public sealed class ConditionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Fault Away = new(FaultKind.Transient, "unreachable", "The server is away.", "Wait.");

    [Fact]
    public void Good_and_bad_findings_become_conditions_in_the_order_of_their_types()
    {
        var conditions = new List<Condition>()
            .With(ConditionType.Serving, null, "It serves.", Noon)
            .With(ConditionType.GitReachable, Away, "It answers.", Noon);

        Assert.Equal(
            [
                new Condition(ConditionType.GitReachable, false, "unreachable", "The server is away.", "Wait.", Noon),
                new Condition(ConditionType.Serving, true, "ok", "It serves.", "", Noon),
            ],
            conditions);
    }

    [Fact]
    public void Same_finding_again_keeps_the_very_same_list()
    {
        var before = new List<Condition>().With(ConditionType.GitReachable, Away, "", Noon);

        Assert.Same(before, before.With(ConditionType.GitReachable, Away, "", Noon.AddMinutes(1)));
    }

    [Fact]
    public void Same_reason_in_other_words_keeps_its_time()
    {
        var before = new List<Condition>().With(ConditionType.GitReachable, Away, "", Noon);

        var after = Assert.Single(before.With(
            ConditionType.GitReachable, Away with { Message = "Still away." }, "", Noon.AddMinutes(1)));

        Assert.Equal(("Still away.", Noon), (after.Message, after.Since));
    }

    [Fact]
    public void Other_reason_begins_a_new_time()
    {
        var before = new List<Condition>().With(ConditionType.GitReachable, Away, "", Noon);

        var after = Assert.Single(before.With(
            ConditionType.GitReachable, Away with { Reason = "tls-untrusted" }, "", Noon.AddMinutes(1)));

        Assert.Equal(("tls-untrusted", Noon.AddMinutes(1)), (after.Reason, after.Since));
    }

    [Fact]
    public void Turn_for_the_better_begins_a_new_time_even_under_the_same_reason()
    {
        var before = new List<Condition>().With(ConditionType.GitReachable, Away with { Reason = Conditions.Ok }, "", Noon);

        var after = Assert.Single(before.With(ConditionType.GitReachable, null, "It answers.", Noon.AddMinutes(1)));

        Assert.Equal((true, Noon.AddMinutes(1)), (after.Ok, after.Since));
    }

    [Fact]
    public void Other_types_stay_as_they_are()
    {
        var before = new List<Condition>()
            .With(ConditionType.Serving, null, "It serves.", Noon)
            .With(ConditionType.GitReachable, Away, "", Noon);

        var after = before.With(ConditionType.GitReachable, null, "It answers.", Noon.AddMinutes(1));

        Assert.Equal(2, after.Count);
        Assert.Equal(before[1], after[1]);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    public void Device_is_ok_when_every_condition_is(bool first, bool second, bool expected)
    {
        var status = new DeviceStatus
        {
            Device = "cam-1",
            Channel = "stable",
            Agent = "0.1.0",
            At = Noon,
            Conditions = new List<Condition>()
                .With(ConditionType.GitReachable, first ? null : Away, "", Noon)
                .With(ConditionType.Serving, second ? null : Away, "", Noon),
        };

        Assert.Equal(expected, status.Ok);
    }
}
