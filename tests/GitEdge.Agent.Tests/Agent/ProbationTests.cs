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
        var time = new HeldTime();
        var first = await _device.InstallAsync(TestModels.Good(1));
        _device.Time = time;
        _device.Fleet.Release(TestModels.Good(2), new TestRelease { Soak = TimeSpan.FromMinutes(5) });
        var pass = Task.Run(_device.PassAsync);
        for (var crash = 0; crash < 2; crash++)
        {
            await SeenAsync(pass);
            // However long it takes: what is judged is that the server started again, not that it was away.
            time.Hold();
            _device.StopServer();
            _device.StartServer();
            time.Release();
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
        var before = Soaked();
        await Until.TrueAsync(() => pass.IsCompleted || Soaked() > before, "a good look");
    }

    private TimeSpan Soaked() => _device.Journal() is { Phase: DeploymentPhase.Probation } journal ? journal.Soaked : TimeSpan.Zero;
}
