using System.Globalization;
using GitEdge.Agent.Git;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>What a device believes is on disk before it goes by it, whenever it is killed and whatever the disk says.</summary>
[Trait("Category", "Slow")]
public sealed class TrustKillTests
{
    /// <summary>One poll, for a process that is killed in it.</summary>
    public static async Task<int> PollAsync(string root, string runtime, string repository, string trust)
    {
        using var agent = AgentRun.Compose(
            AgentRun.Manifest(root, runtime, repository, "", "/nowhere.sock") with { AllowedSigners = null, Trust = trust, Freshness = FreshnessRule.Ignore }, TimeProvider.System);
        await agent.Releases.PollAsync(new DeploymentState(), CancellationToken.None);
        return 0;
    }

    /// <summary>strace counts the calls of each thread by itself: those of the fetch, and those of what follows from it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Kill")]
    public async Task Killed_at_any_rename_it_goes_on_by_the_newest_and_takes_nothing_that_is_held(bool isFetched)
    {
        using var rig = NewRig();
        HoldTheNext(rig);
        if (isFetched)
            await FetchAsync(rig);
        using var before = new TempDirectory();
        Tool.Run("cp", ["-a", rig.Manifest.Root + "/.", before.Path]);
        var kills = 0;
        for (var number = 1; ; number++)
        {
            Tool.Run("find", [rig.Manifest.Root, "-mindepth", "1", "-delete"]);
            Tool.Run("cp", ["-a", before.Path + "/.", rig.Manifest.Root]);
            var isKilled = RunKilled(rig, number);
            var offer = rig.Poll();

            Assert.True(
                offer.Release?.Counter == 1 && offer.Gravest?.Reason == "held",
                $"after the kill at rename {number}: {offer.Release?.Counter} {offer.Gravest} {offer.Unreachable} {string.Join(' ', offer.Notices)}");
            Assert.Equal((2L, 1L), (rig.Agent.Releases.Keeper!.View!.Root.Document.Version, rig.Agent.Releases.Accepted!.HoldVersion));
            rig.Restart();
            if (!isKilled)
                break;
            kills++;
        }
        Assert.True(kills >= 2, string.Create(CultureInfo.InvariantCulture, $"{kills} kills"));
    }

    [Fact]
    public async Task Disk_that_takes_no_write_lets_nothing_be_done_by_what_could_not_be_kept()
    {
        using var disk = new SmallDisk();
        using var rig = NewRig(disk["root"]);
        HoldTheNext(rig);
        await FetchAsync(rig);
        disk.MakeReadOnly();

        Assert.Equal(1, rig.Agent.Releases.Accepted!.Counter);
        Assert.ThrowsAny<IOException>(() => rig.Poll());
        Assert.Equal((1L, 1L), (rig.Agent.Releases.Keeper!.View!.Root.Document.Version, rig.Agent.Releases.Accepted.Counter));
        disk.MakeWritable();

        Assert.Equal((1L, "held"), (rig.Poll().Release!.Counter, rig.Poll().Gravest!.Reason));
        rig.Restart();
    }

    private static TrustRig NewRig(string? root = null)
    {
        var rig = new TrustRig(root: root);
        rig.Manifest = rig.Manifest with { Freshness = FreshnessRule.Ignore, DiskReserve = 0 };
        rig.Install(1);
        rig.Poll();
        rig.Restart();
        return rig;
    }

    private static async Task FetchAsync(TrustRig rig)
    {
        using var git = new GitFetcher(Path.Combine(rig.Manifest.Root, "repository.git"), new GitLimits(), TimeProvider.System) { FollowsTrust = true };
        var remote = new GitRemoteOptions { Name = "origin", Url = rig.Fleet.Repository.Path };
        Assert.IsType<FetchOutcome.Fetched>(await git.FetchAsync([remote], "stable", CancellationToken.None));
    }

    private static void HoldTheNext(TrustRig rig)
    {
        rig.Meta.Renew(document => document);
        rig.Meta.Hold(1, [new HoldEntry("stable", 1, 2, "wait")], [], "ada");
        rig.Meta.Push();
        rig.Fleet.Release([2]);
    }

    private static bool RunKilled(TrustRig rig, int number)
    {
        const string Renames = "rename,renameat,renameat2";
        string[] line =
        [
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={Renames}",
            "-e", string.Create(CultureInfo.InvariantCulture, $"inject={Renames}:signal=SIGKILL:when={number}"),
            "dotnet", typeof(TrustKillTests).Assembly.Location, "trust-poll", rig.Manifest.Root, rig.Manifest.Runtime, rig.Fleet.Repository.Path, rig.Manifest.Trust!,
        ];
        return Tool.Try(line[0], line[1..], environment: new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0", ["DOTNET_TieredPGO"] = "0" }).ExitCode > 1;
    }
}
