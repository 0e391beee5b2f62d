using System.Text;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Agent;

public sealed class DeploymentDriverTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<string> _ran = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_state_is_on_disk_before_its_effect_runs_and_before_anybody_is_told()
    {
        var told = new List<DeploymentPhase>();
        var driver = Driver((_, _, after) =>
        {
            Assert.Equal(after.Phase, Journal.Read().Value!.Phase);
            told.Add(after.Phase);
        });
        driver.Apply(Chosen(1));
        await driver.DriveAsync(CancellationToken.None);

        Assert.Equal(["Fetch", "Stage", "Preflight", "Activate", "Probe", "Tidy"], _ran);
        Assert.Equal(
            [DeploymentPhase.Fetching, DeploymentPhase.Staging, DeploymentPhase.Preflight, DeploymentPhase.Activating, DeploymentPhase.Probation, DeploymentPhase.Committed, DeploymentPhase.Idle],
            told);
        Assert.Equal(1, Driver().State.Current!.Number);
    }

    [Fact]
    public void State_that_cannot_be_written_is_not_entered()
    {
        var driver = Driver();
        Refuse();

        Assert.ThrowsAny<IOException>(() => driver.Apply(Chosen(1)));

        Assert.Equal((DeploymentPhase.Idle, true), (driver.State.Phase, driver.IsQuiet));
    }

    [Fact]
    public async Task Going_back_does_not_wait_for_a_disk_that_refuses()
    {
        var driver = Driver(outcome: HealthOutcome.Unhealthy, before: effect =>
        {
            if (effect is DeploymentEffect.Probe)
                Refuse();
        });
        driver.Apply(Chosen(1));

        await Assert.ThrowsAnyAsync<IOException>(() => driver.DriveAsync(CancellationToken.None));

        Assert.Equal(["Fetch", "Stage", "Preflight", "Activate", "Probe", "RollBack"], _ran);
        Assert.Equal(DeploymentPhase.RollingBack, driver.State.Phase);
        Directory.Delete(_directory["journal.0"], recursive: true);
        Directory.Delete(_directory["journal.1"], recursive: true);
        await driver.DriveAsync(CancellationToken.None);
        Assert.Equal((DeploymentPhase.Idle, 1), (Journal.Read().Value!.Phase, driver.State.Bad.Count));
    }

    [Fact]
    public async Task Watching_goes_on_though_its_time_cannot_be_written_and_nothing_is_committed()
    {
        var looks = 0;
        var driver = Driver(judge: () => ++looks < 5 ? HealthOutcome.Waiting : HealthOutcome.Healthy, before: effect =>
        {
            if (effect is DeploymentEffect.Probe && looks == 0)
                Refuse();
        });
        driver.Apply(Chosen(1));

        await Assert.ThrowsAnyAsync<IOException>(() => driver.DriveAsync(CancellationToken.None));

        Assert.Equal((5, DeploymentPhase.Probation, null), (looks, driver.State.Phase, driver.State.Current));
    }

    [Fact]
    public void Journal_that_is_lost_is_replaced_by_what_is_found_told_and_written()
    {
        var found = new DeploymentState { LastNumber = 7 };
        File.WriteAllText(_directory["journal.0"], "torn");

        var driver = Driver(adopt: () => found);

        Assert.Same(found, driver.State);
        Assert.Contains("journal.0' has no whole", driver.Damage!, StringComparison.Ordinal);
        Assert.EndsWith("Numbers go on after 7.", driver.Damage, StringComparison.Ordinal);
        driver.Mend();
        var next = Driver(adopt: () => throw new InvalidOperationException("The journal is there."));
        Assert.Equal((7L, null), (next.State.LastNumber, next.Damage));
    }

    [Fact]
    public void New_device_has_nothing_to_tell()
    {
        var driver = Driver();
        driver.Mend();

        Assert.Null(driver.Damage);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    private StateFile<DeploymentState> Journal => new(_directory["journal"], DeploymentJson.Write, bytes => DeploymentJson.Read(bytes.Span));

    /// <summary>A folder in the place of a file: what even root cannot write.</summary>
    private void Refuse()
    {
        foreach (var copy in new[] { _directory["journal.0"], _directory["journal.1"] })
        {
            File.Delete(copy);
            Directory.CreateDirectory(Path.Combine(copy, "in the way"));
        }
    }

    private DeploymentDriver Driver(
        DeploymentChanged? changed = null, HealthOutcome outcome = HealthOutcome.Healthy, Func<HealthOutcome>? judge = null,
        Action<DeploymentEffect>? before = null, Func<DeploymentState?>? adopt = null) => new(Journal, (effect, _) =>
        {
            before?.Invoke(effect);
            _ran.Add(effect.GetType().Name);
            return Task.FromResult<DeploymentEvent>(effect switch
            {
                DeploymentEffect.Probe probe => new DeploymentEvent.Probed(
                    new HealthVerdict { Generation = probe.Target.Number, Outcome = judge?.Invoke() ?? outcome, Reason = "test", Text = "test" }, TimeSpan.FromSeconds(1)),
                DeploymentEffect.Tidy tidy => new DeploymentEvent.Succeeded(tidy.Current.Number),
                _ => new DeploymentEvent.Succeeded(1),
            });
        }, changed ?? ((_, _, _) => { }), TimeProvider.System, adopt ?? (() => null));

    private static DeploymentEvent.ReleaseChosen Chosen(long counter) => new(
        new ReleaseName("stable", 1, counter, Sha256Digest.Of(Encoding.UTF8.GetBytes("statement"))),
        new DesiredState { Device = "cam-1", Profiles = ["base"] });
}
