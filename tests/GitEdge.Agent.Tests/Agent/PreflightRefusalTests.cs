using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class PreflightRefusalTests : IDisposable
{
    private readonly AgentDevice _device = new();

    public static TheoryData<string> Reasons =>
    [
        PreflightReason.InterfaceMismatch, PreflightReason.GoldenMismatch, PreflightReason.NonFiniteOutput, PreflightReason.Crashed,
        PreflightReason.UnsupportedModel,
    ];

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Bad_candidate_is_refused_remembered_by_content_and_the_next_release_taken(string reason)
    {
        var good = await _device.InstallAsync(TestModels.Good(1));
        _device.Fleet.Release(Bad(reason));

        await AssertRefusedAsync(reason, good);
        var attempts = _device.Journal().LastNumber;
        await AssertRefusedAsync(reason, good);
        _device.Fleet.Release(Bad(reason));
        await AssertRefusedAsync(reason, good);

        var journal = _device.Journal();
        Assert.Equal((attempts, 2L), (journal.LastNumber, journal.Bad.Single().Release.Counter));
        Assert.DoesNotContain(_device.History(), entry => entry.To == DeploymentPhase.Activating && entry.Release.Counter > 1);
        await _device.AssertServesAsync(await _device.InstallAsync(TestModels.Good(2)), "the next good release");
    }

    private async Task AssertRefusedAsync(string reason, string serves)
    {
        var status = await _device.PassAsync();
        Assert.Equal(reason, AgentDevice.ReasonOf(status, ConditionType.ReleaseDeployed));
        Assert.Equal(DeploymentPhase.Idle, status.Phase);
        await _device.AssertServesAsync(serves, reason);
    }

    private static byte[] Bad(string reason) => reason switch
    {
        PreflightReason.InterfaceMismatch => TrialModels.Greedy(),
        PreflightReason.GoldenMismatch => TrialModels.Linear(3),
        PreflightReason.NonFiniteOutput => TrialModels.Linear(float.NaN),
        PreflightReason.Crashed => TrialModels.DeadlyQuotient(),
        _ => [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))],
    };
}
