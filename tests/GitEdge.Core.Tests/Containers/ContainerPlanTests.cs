using GitEdge.Core.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Containers;

public sealed class ContainerPlanTests
{
    private static readonly ContainerUnit Web = new("web", "r/web@sha256:1", Sha256Digest.Of("web"u8));
    private static readonly ContainerUnit Api = new("api", "r/api@sha256:1", Sha256Digest.Of("api"u8));

    [Fact]
    public void Nothing_is_done_when_all_run_as_they_should() =>
        Assert.True(Plan([Web, Api], [Running(Web), Running(Api)]).IsEmpty);

    [Fact]
    public void What_is_new_stopped_gone_failed_or_of_another_content_is_started()
    {
        Assert.Equal([Web], Plan([Web], []).Start);
        Assert.Equal([Web], Plan([Web], [Running(Web) with { IsRunning = false }]).Start);
        Assert.Equal([Web], Plan([Web], [Running(Web) with { Content = "another" }]).Start);
        Assert.Equal([Web], Plan([Web], [Running(Api)]).Start);
        Assert.Equal([Web], ContainerPlan.Of([Web], [Running(Web)], static _ => false).Start);
    }

    [Fact]
    public void What_nobody_wants_is_stopped_once_whether_it_runs_or_not() =>
        Assert.Equal(["api", "old"], Plan([Web], [Running(Web), Running(Api), Running(Api) with { Id = "second", Name = "old", IsRunning = false }, Running(Api) with { Id = "third" }]).Stop);

    private static ContainerPlan Plan(IReadOnlyList<ContainerUnit> wanted, IReadOnlyList<ObservedContainer> found) => ContainerPlan.Of(wanted, found, static _ => true);

    private static ObservedContainer Running(ContainerUnit unit) => new("id-" + unit.Name, unit.Name, unit.Content.Hex, IsRunning: true);
}
