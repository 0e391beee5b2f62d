using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

public sealed class ReferencePlanTests
{
    private static readonly ReleaseNames Names = new("prod");
    private static readonly GitObjectId A = Id('a');
    private static readonly GitObjectId B = Id('b');

    [Fact]
    public void Same_list_is_empty() => Assert.True(Plan([(1, A)], [(1, A)], []).IsEmpty);

    [Fact]
    public void New_moved_and_gone_are_told_apart()
    {
        var plan = Plan([(1, A), (2, B), (4, A)], [(1, A), (2, A), (3, A)], []);

        Assert.Equal(4, Assert.Single(plan.Added).Counter);
        Assert.Equal((2L, (GitObjectId?)A, (GitObjectId?)B), (plan.Moved[0].Counter, plan.Moved[0].Before, plan.Moved[0].After));
        Assert.Equal((3L, (GitObjectId?)A, null), (plan.Gone[0].Counter, plan.Gone[0].Before, plan.Gone[0].After));
    }

    [Fact]
    public void Tag_that_comes_back_with_another_object_counts_as_moved()
    {
        Assert.Equal(A, Assert.Single(Plan([(1, B)], [], [(1, A)]).Moved).Before);
        Assert.Single(Plan([(1, A)], [], [(1, A)]).Added);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Prod")]
    [InlineData("-prod")]
    [InlineData("prod/x")]
    [InlineData("prod*")]
    [InlineData("../prod")]
    public void Name_that_is_no_channel_is_misuse(string channel) => Assert.Throws<ArgumentException>(() => new ReleaseNames(channel));

    private static ReferencePlan Plan((long, GitObjectId)[] advertised, (long, GitObjectId)[] stored, (long, GitObjectId)[] past) =>
        ReferencePlan.Compare(Names, Listed(advertised), Listed(stored), past.ToDictionary(p => Names.PastOf(p.Item1, p.Item2), p => p.Item2, StringComparer.Ordinal));

    private static Dictionary<string, GitObjectId> Listed((long, GitObjectId)[] tags) => tags.ToDictionary(t => Names.NameOf(t.Item1), t => t.Item2, StringComparer.Ordinal);

    private static GitObjectId Id(char digit) => GitObjectId.TryParse(new string(digit, 40), out var id) ? id : throw new ArgumentException("no digit", nameof(digit));
}
