using System.Net.Http.Json;
using GitEdge.Agent.Tests.Agent;
using GitEdge.Core.Deployments;
using GitEdge.Core.Manifests;
using GitEdge.Core.Status;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Trust;

/// <summary>The whole device, a real model server with it.</summary>
[Trait("Category", "Slow")]
[Collection(AgentCollection.Name)]
public sealed class TrustedDeviceTests : IDisposable
{
    private readonly AgentDevice _device = new();
    private readonly TrustFleet _meta;

    public TrustedDeviceTests()
    {
        _meta = new TrustFleet(_device.Fleet.Repository, _device["people"]);
        _meta.Fresh(DateTimeOffset.UtcNow, head: 1);
        _meta.Push();
        _device.Manifest = _device.Manifest with { AllowedSigners = null, Trust = _meta.EnrolledFile };
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Recalled_release_is_left_for_the_last_good_one_while_every_request_is_answered()
    {
        var good = await _device.InstallAsync(TestModels.Good(1));
        var recalled = await _device.InstallAsync(TestModels.Good(2));
        _meta.Recall(1, 2);
        _meta.Push();
        await using var traffic = new DeviceTraffic(_device);

        var status = await _device.PassAsync();

        await traffic.DisposeAsync();
        await _device.AssertServesAsync(good, "after the recall");
        Assert.Equal((0, true), (traffic.Failed, traffic.Digests.All(digest => digest == good || digest == recalled)));
        Assert.Equal("recalled", AgentDevice.ReasonOf(status, ConditionType.ReleaseTrusted));
        Assert.Equal((DeploymentPhase.Idle, 3L, 1L), (status.Phase, _device.Journal().Current!.Number, _device.Journal().Current!.Release.Counter));
        Assert.Equal(2, new GitEdge.Agent.State.DeviceState(_device.Root).Accepted.Read().Value!.Counter);
        Assert.Contains(_device.History(), entry => entry is { Generation: 3, To: DeploymentPhase.Probation });

        await _device.PassAsync();
        Assert.Equal(3, _device.Journal().LastNumber);
        var newer = await _device.InstallAsync(TestModels.Good(3));
        await _device.AssertServesAsync(newer, "the next release");
    }

    [Theory]
    [InlineData("a newer release")]
    [InlineData("the recall is lifted")]
    public async Task Recalled_release_that_asks_for_it_is_stopped_when_nothing_good_was_before_it_and_comes_back(string how)
    {
        var first = await _device.InstallAsync(TestModels.Good(1), new TestRelease { WhenRecalled = RecallRule.Stop });
        _meta.Recall(1, 1);
        _meta.Push();

        var status = await _device.PassAsync();

        await AssertStoppedAsync(status);
        // A server that starts again finds nothing to serve, and what somebody loads is unloaded.
        _device.StopServer();
        _device.StartServer();
        await AssertStoppedAsync(await _device.PassAsync());
        using (var load = await _device.Server!.Admin.PostAsJsonAsync("v2/repository/models/m/load", new { parameters = new { slot = "a", version = "1" } }))
            Assert.True(load.IsSuccessStatusCode, await load.Content.ReadAsStringAsync());
        await AssertStoppedAsync(await _device.PassAsync());

        if (how == "a newer release")
        {
            await _device.AssertServesAsync(await _device.InstallAsync(TestModels.Good(2)), how);
            return;
        }
        _meta.Hold(2, [], [], "ada", "rm");
        _meta.Push();
        var back = await _device.PassAsync();
        Assert.True(back.Ok, AgentDevice.Describe(back));
        await _device.AssertServesAsync(first, how);
    }

    [Fact]
    public async Task Recalled_release_that_asks_to_be_stopped_is_left_for_what_was_good_before_it()
    {
        var good = await _device.InstallAsync(TestModels.Good(1));
        await _device.InstallAsync(TestModels.Good(2), new TestRelease { WhenRecalled = RecallRule.Stop });
        _meta.Recall(1, 2);
        _meta.Push();

        await _device.PassAsync();
        await _device.AssertServesAsync(good, "the good one");

        // What serves now did not ask to be stopped.
        _meta.Recall(2, 1, 2);
        _meta.Push();
        var status = await _device.PassAsync();
        await _device.AssertServesAsync(good, "with nothing left");
        Assert.Equal("recalled", AgentDevice.ReasonOf(status, ConditionType.ReleaseTrusted));
    }

    [Fact]
    public async Task Newer_release_that_is_bad_leaves_a_stopped_device_stopped()
    {
        await _device.InstallAsync(TestModels.Good(1), new TestRelease { WhenRecalled = RecallRule.Stop });
        _meta.Recall(1, 1);
        _meta.Push();
        await _device.PassAsync();
        _device.Fleet.Release(TrialModels.Linear(3));

        await _device.PassAsync();

        await AssertStoppedAsync(await _device.PassAsync());
        await _device.AssertServesAsync(await _device.InstallAsync(TestModels.Good(3)), "the next good one");
    }

    [Fact]
    public async Task Held_release_that_was_accepted_is_not_begun_until_the_hold_is_lifted()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        var digest = _device.Fleet.Release(TestModels.Good(2));
        var artifact = _device.Fleet.PathOf(TestModels.Good(2));
        File.Move(artifact, artifact + ".away");
        await _device.PassAsync();
        File.Move(artifact + ".away", artifact);
        _meta.Hold(1, [new HoldEntry("stable", 1, 0, "wait")], [], "ada");
        _meta.Push();

        var held = await _device.PassAsync();
        Assert.Equal("held", AgentDevice.ReasonOf(held, ConditionType.ReleaseDeployed));
        await _device.AssertServesAsync(serves, "while it is held");
        _meta.Hold(2, [], [], "rm", "ada");
        _meta.Push();
        await _device.PassAsync();

        await _device.AssertServesAsync(digest, "after the hold");
    }

    [Fact]
    public async Task Two_who_sign_are_asked_for_over_https_too()
    {
        _meta.Renew(document => document with { Releases = new Dictionary<string, TrustRole> { ["stable"] = new(2, ["ada", "bob", "rm"]) } });
        _meta.Push();
        var authority = new TestAuthority(_device["authority"]);
        using var server = GitHttpServer.Start(_device["http"], Path.GetDirectoryName(_device.Fleet.Repository.Path)!, authority.Issue());
        _device.Manifest = _device.Manifest with
        {
            // The beacon here names a release that only one has signed, which a real one never does.
            Freshness = FreshnessRule.Ignore,
            Remotes = [new RemoteSpec { Name = "origin", Url = server.Url("fleet.git/.git"), CaFile = authority.CertificateFile }],
        };
        var digest = _device.Fleet.Release(TestModels.Good(1));

        var alone = await _device.PassAsync();
        _meta.Cosign(1, "bob");
        var together = await _device.PassAsync();

        Assert.Equal("threshold-not-met", AgentDevice.ReasonOf(alone, ConditionType.ReleaseTrusted));
        Assert.True(together.Ok, AgentDevice.Describe(together));
        await _device.AssertServesAsync(digest, "with two signatures");
    }

    [Fact]
    public async Task Agent_whose_clock_says_2099_takes_nothing_new_and_keeps_serving_and_goes_on_when_it_is_right()
    {
        var serves = await _device.InstallAsync(TestModels.Good(1));
        var digest = _device.Fleet.Release(TestModels.Good(2));

        Assert.Equal(1, Run("@2099-01-01 00:00:00"));
        Assert.Contains("trust-expired", File.ReadAllText(Path.Combine(_device.Manifest.Runtime, "status.json")), StringComparison.Ordinal);
        await _device.AssertServesAsync(serves, "in 2099");

        Assert.Equal(0, Run(null));
        await _device.AssertServesAsync(digest, "with the right clock");
    }

    private async Task AssertStoppedAsync(DeviceStatus status)
    {
        var serving = status.Conditions.Single(one => one.Type == ConditionType.Serving);
        Assert.Equal((false, "stopped"), (serving.Ok, serving.Reason));
        Assert.Contains("Release stable/1 was recalled, nothing good was before it, and it was stopped", serving.Message, StringComparison.Ordinal);
        Assert.Contains("gitedge resume stable --recall 1", serving.Cure, StringComparison.Ordinal);
        Assert.Null(await _device.ServedDigestAsync());
        Assert.Null(_device.Slots.Active);
        var journal = _device.Journal();
        Assert.Equal((DeploymentPhase.Idle, null, 1L), (journal.Phase, journal.Current, journal.Stopped?.Release.Counter));
        Assert.Contains(_device.History(), entry => entry is { From: DeploymentPhase.Stopping, To: DeploymentPhase.Idle, Generation: 1 });
    }

    private int Run(string? time)
    {
        var environment = time is null ? [] : AgentClock.Environment(new Dictionary<string, string> { ["FAKETIME"] = time });
        return Tool.Try("dotnet", [.. AgentClock.Arguments(_device, FreshnessRule.Warn), "--once"], environment: environment).ExitCode;
    }
}
