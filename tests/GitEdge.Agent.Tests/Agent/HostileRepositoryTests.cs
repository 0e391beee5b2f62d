using System.Globalization;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Tests.Agent;

/// <summary>Whatever the repository offers: a named condition with a cure, the workload serving, and the next good release taken.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class HostileRepositoryTests : IDisposable
{
    private readonly AgentDevice _device = new();
    private string _serves = "";

    public void Dispose() => _device.Dispose();

    private TestFleet Fleet => _device.Fleet;

    private FleetRepositoryBuilder Git => _device.Fleet.Repository;

    private string NextTag => string.Create(CultureInfo.InvariantCulture, $"rollout/stable/{Fleet.Counter + 1}");

    private string LastTag => string.Create(CultureInfo.InvariantCulture, $"rollout/stable/{Fleet.Counter}");

    [Fact]
    public async Task Tags_that_prove_nothing_are_refused_by_name()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));

        Fleet.Prepare(TestModels.Good(2));
        Git.Git("tag", LastTag);
        await AssertRefusedAsync("lightweight-tag");

        Fleet.Prepare(TestModels.Good(3));
        Git.Git("tag", "-a", "-m", "Release", LastTag);
        await AssertRefusedAsync("unsigned-tag");

        Fleet.Prepare(TestModels.Good(4));
        var stranger = _device["stranger"];
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", stranger]);
        Git.Git("config", "user.signingkey", stranger + ".pub");
        Git.Tag("stable", Fleet.Counter);
        Git.Git("config", "user.signingkey", Git.KeyFile + ".pub");
        await AssertRefusedAsync("unknown-signer");

        await AssertTakesNextAsync(TestModels.Good(5));
    }

    [Fact]
    public async Task Replays_and_rewrites_are_refused_by_name()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));
        _serves = await _device.InstallAsync(TestModels.Good(2));

        Git.Git("update-ref", $"refs/tags/{NextTag}", "refs/tags/rollout/stable/1");
        Fleet.Counter++;
        await AssertRefusedAsync("tag-name-mismatch");

        Git.Git("checkout", "-q", "--orphan", "rewritten");
        Fleet.Release(TestModels.Good(3));
        await AssertRefusedAsync("history-rewritten");
        Git.Git("checkout", "-q", "-f", "main");

        Fleet.Counter = 1;
        Fleet.Prepare(TestModels.Good(4));
        Git.Tag("stable", 2, force: true);
        await AssertRefusedAsync("equivocation");

        Fleet.Counter = 4;
        await AssertTakesNextAsync(TestModels.Good(5));
    }

    [Fact]
    public async Task Repository_that_goes_back_in_time_is_not_followed()
    {
        var old = await _device.InstallAsync(TestModels.Good(1));
        _serves = await _device.InstallAsync(TestModels.Good(2));

        Git.Git("tag", "-d", "rollout/stable/2");
        Git.Git("reset", "-q", "--hard", "rollout/stable/1^{commit}");
        var status = await _device.PassAsync();

        Assert.NotEqual(old, await _device.ServedDigestAsync());
        await _device.AssertServesAsync(_serves, AgentDevice.Describe(status));
        Assert.Equal(2, _device.Journal().Current!.Release.Counter);
    }

    [Fact]
    public async Task Deleted_branch_changes_nothing()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));
        Git.Git("checkout", "-q", "--detach");
        Git.Git("branch", "-D", "main");

        var status = await _device.PassAsync();

        Assert.True(status.Ok, AgentDevice.Describe(status));
        await AssertTakesNextAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Release_this_device_cannot_carry_out_is_refused_by_name()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));

        Fleet.Release(TestModels.Good(2), new TestRelease { More = "  tuning: { cpuGovernor: performance }" });
        await AssertRefusedAsync("unsupported");

        Fleet.Prepare(TestModels.Good(3));
        Git.Write("profiles/base.yaml", new string('[', 20_000));
        Git.Release("stable", Fleet.Counter);
        await AssertRefusedAsync("manifest-invalid");

        Fleet.Prepare(TestModels.Good(3));
        Git.Write("profiles/base.yaml", "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b]\n");
        Git.Release("stable", Fleet.Counter);
        await AssertRefusedAsync("manifest-invalid");

        await AssertTakesNextAsync(TestModels.Good(5));
    }

    [Fact]
    public async Task Repository_that_is_gone_is_told_and_taken_again_when_it_is_back()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));
        Directory.Move(Git.Path, Git.Path + ".away");

        var status = await _device.PassAsync();

        Assert.Equal("repository-missing", AgentDevice.ReasonOf(status, ConditionType.GitReachable));
        await _device.AssertServesAsync(_serves, "without a repository");
        Directory.Move(Git.Path + ".away", Git.Path);
        await AssertTakesNextAsync(TestModels.Good(2));
    }

    [Fact]
    public async Task Artifact_that_cannot_be_had_is_asked_for_again_and_is_not_held_against_its_content()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));
        Fleet.Release(TestModels.Good(2));
        File.Move(Fleet.PathOf(TestModels.Good(2)), Fleet.PathOf(TestModels.Good(2)) + ".away");
        for (var pass = 0; pass < 10; pass++)
        {
            var status = await _device.PassAsync();
            Assert.False(status.Conditions.Single(one => one.Type == ConditionType.ReleaseDeployed).Ok);
            Assert.Equal(DeploymentPhase.Idle, status.Phase);
        }
        await _device.AssertServesAsync(_serves, "without the artifact");
        var journal = _device.Journal();
        Assert.Null(journal.Attempt);
        Assert.Empty(journal.Bad);

        File.Move(Fleet.PathOf(TestModels.Good(2)) + ".away", Fleet.PathOf(TestModels.Good(2)));
        var good = await _device.PassAsync();
        Assert.True(good.Ok, AgentDevice.Describe(good));

        Fleet.Release(TestModels.Good(3), new TestRelease { Source = "file:///nowhere/m.onnx" });
        Assert.False((await _device.PassAsync()).Ok);
        Fleet.Release(TestModels.Good(4), new TestRelease { Digest = "sha256:" + new string('0', 64) });
        Assert.False((await _device.PassAsync()).Ok);
        _serves = TestFleet.Digest(TestModels.Good(2));
        await _device.AssertServesAsync(_serves, "with a wrong artifact");
        await AssertTakesNextAsync(TestModels.Good(5));
    }

    [Fact]
    public async Task Clock_before_its_time_makes_a_release_wait_and_serves()
    {
        _serves = await _device.InstallAsync(TestModels.Good(1));
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        _device.Time = new Cli.FixedTime(DateTimeOffset.UnixEpoch);
        var next = Fleet.Release(TestModels.Good(2), new TestRelease { NotBefore = start });
        await AssertRefusedAsync("not-yet-started");

        _device.Time = new Cli.FixedTime(start);
        var status = await _device.PassAsync();
        Assert.True(status.Ok, AgentDevice.Describe(status));
        await _device.AssertServesAsync(next, "in its time");

        _device.Time = new Cli.FixedTime(DateTimeOffset.UnixEpoch);
        await AssertTakesNextAsync(TestModels.Good(3));
    }

    private async Task AssertRefusedAsync(string reason)
    {
        var status = await _device.PassAsync();
        var condition = status.Conditions.Single(one => one.Type == ConditionType.ReleaseTrusted);
        Assert.True(condition.Reason == reason, $"{reason}: {AgentDevice.Describe(status)}");
        Assert.NotEmpty(condition.Cure);
        await _device.AssertServesAsync(_serves, reason);
    }

    private async Task AssertTakesNextAsync(byte[] model)
    {
        var digest = Fleet.Release(model);
        var status = await _device.PassAsync();
        await _device.AssertServesAsync(digest, $"the next good release: {AgentDevice.Describe(status)}");
        Assert.Equal(Fleet.Counter, _device.Journal().Current!.Release.Counter);
    }
}
