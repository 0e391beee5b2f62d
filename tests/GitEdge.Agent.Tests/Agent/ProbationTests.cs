using GitEdge.Core.Deployments;
using GitEdge.Core.Health;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>Probation with the real server.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class ProbationTests : IDisposable
{
    private readonly AgentDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Release_under_which_the_server_keeps_dying_goes_back()
    {
        var first = await _device.InstallAsync(TestModels.Good(1));
        _device.Fleet.Release(TestModels.Good(2), new TestRelease { Soak = TimeSpan.FromMinutes(5) });
        var pass = Task.Run(_device.PassAsync);
        for (var crash = 0; crash < 2; crash++)
        {
            await SeenAsync(pass);
            _device.StopServer();
            _device.StartServer();
        }
        await pass;

        await _device.AssertServesAsync(first, "gone back");
        var back = _device.History().Last(entry => entry.To == DeploymentPhase.RollingBack);
        Assert.Equal(HealthReason.ServerRestarted, back.Fault!.Reason);
        Assert.Equal("m: no traffic seen; the server was restarted 2 times", back.Note);
    }

    [Fact]
    public async Task Commit_without_traffic_says_so_in_the_history()
    {
        await _device.InstallAsync(TestModels.Good(1));

        var note = _device.History().Single(entry => entry.To == DeploymentPhase.Committed).Note;
        Assert.StartsWith("healthy for ", note, StringComparison.Ordinal);
        Assert.EndsWith("; m: no traffic seen", note, StringComparison.Ordinal);
    }

    /// <summary>Waits until probation has seen the server as it is now: a good look later than this one adds to the soak.</summary>
    private async Task SeenAsync(Task pass)
    {
        var limit = System.Diagnostics.Stopwatch.StartNew();
        var before = Soaked();
        while (!pass.IsCompleted && (_device.Journal().Phase != DeploymentPhase.Probation || Soaked() <= before))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(3), $"no good look; the journal says {_device.Journal()}");
            await Task.Delay(100);
        }
    }

    private TimeSpan Soaked() => _device.Journal() is { Phase: DeploymentPhase.Probation } journal ? journal.Soaked : TimeSpan.Zero;
}
