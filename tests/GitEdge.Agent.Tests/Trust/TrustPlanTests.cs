using GitEdge.Agent.Cli.Planning;
using GitEdge.Agent.Git;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>What <c>gitedge plan</c> says on a device that goes by trust documents: the same, and nothing is written.</summary>
public sealed class TrustPlanTests : IDisposable
{
    private readonly TrustRig _rig = new();

    public TrustPlanTests() => _rig.Manifest = _rig.Manifest with { Freshness = FreshnessRule.Ignore };

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Hold_that_was_fetched_and_not_looked_at_is_foreseen_and_not_remembered()
    {
        _rig.Install(1);
        _rig.Poll();
        _rig.Restart();
        Journal(_rig.State);
        _rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        _rig.Meta.Push();
        _rig.Fleet.Release([2]);
        await FetchAsync();
        var before = Snapshot();

        var report = await Plan();

        Assert.Contains(report.Faults, fault => fault.Reason == "held");
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Way_back_from_a_recalled_release_is_planned()
    {
        _rig.Install(1);
        _rig.Install(2);
        _rig.Poll();
        _rig.Restart();
        Journal(_rig.State);
        _rig.Meta.Recall(1, 2);
        _rig.Meta.Push();
        await FetchAsync();

        var report = await Plan();

        Assert.StartsWith("release stable/1", report.Source, StringComparison.Ordinal);
        Assert.NotEmpty(report.Plan!.Steps);
        Assert.Contains(report.Notes, note => note.Contains("recalled", StringComparison.Ordinal));
    }

    private Task<PlanReport> Plan() => new DevicePlanner(_rig.Manifest, _rig.Time.Now).PlanAsync(_rig.Time.Now, CancellationToken.None);

    private void Journal(DeploymentState state) => new DeviceState(_rig.Manifest.Root).Journal.Write(state);

    private async Task FetchAsync()
    {
        using var git = new GitFetcher(Path.Combine(_rig.Manifest.Root, "repository.git"), new GitLimits(), TimeProvider.System) { FollowsTrust = true };
        var remote = new GitRemoteOptions { Name = "origin", Url = _rig.Fleet.Repository.Path };
        Assert.IsType<FetchOutcome.Fetched>(await git.FetchAsync([remote], "stable", CancellationToken.None));
    }

    private List<(string Name, DateTime Written)> Snapshot() => [.. new DirectoryInfo(Path.Combine(_rig.Manifest.Root, "state")).GetFiles()
        .OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (file.Name, file.LastWriteTimeUtc))];
}
