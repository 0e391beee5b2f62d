using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class UpdateTests : IDisposable
{
    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Pass_that_has_nothing_to_do_writes_the_metrics()
    {
        Directory.CreateDirectory(_device["metrics"]);
        _device.Manifest = _device.Manifest with { Metrics = _device["metrics", "gitedge.prom"] };
        await _device.InstallAsync(TestModels.Good(1));
        File.Delete(_device["metrics", "gitedge.prom"]);

        await _device.PassAsync();

        Assert.Contains("gitedge_polls_total{outcome=\"succeeded\"} 1\n", File.ReadAllText(_device["metrics", "gitedge.prom"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_releases_are_committed_and_served_by_the_digest_they_name()
    {
        var first = await _device.InstallAsync(TestModels.Good(1));
        await _device.AssertServesAsync(first, "first");
        var second = await _device.InstallAsync(TestModels.Good(2));
        await _device.AssertServesAsync(second, "second");

        var journal = _device.Journal();
        Assert.Equal((DeploymentPhase.Idle, 2L, Slot.B), (journal.Phase, journal.Current!.Number, journal.Current.Slot));
        Assert.Equal(
            [DeploymentPhase.Fetching, DeploymentPhase.Staging, DeploymentPhase.Preflight, DeploymentPhase.Activating, DeploymentPhase.Probation, DeploymentPhase.Committed, DeploymentPhase.Idle],
            _device.History().Where(entry => entry.Generation == 2).Select(entry => entry.To));
    }

    [Fact]
    public async Task Repository_is_asked_before_what_lies_beside_the_slots_is_put_right()
    {
        await _device.InstallAsync(TestModels.Good(1));
        using var agent = _device.Compose();
        var order = new List<ConditionType>();
        agent.Reporter.Told = status => order.AddRange(status.Conditions.Select(condition => condition.Type).Except(order));

        await agent.Service.RunOnceAsync(CancellationToken.None);

        Assert.Equal(ConditionType.SystemKept, order[^1]);
        Assert.Contains(ConditionType.GitReachable, order);
    }
}
