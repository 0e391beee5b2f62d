using System.Text.Json;
using GitEdge.Agent.Cli.Planning;
using GitEdge.Agent.Git;
using GitEdge.Agent.State;
using GitEdge.Agent.Tests.Authoring;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Cli;

/// <summary>A fleet with real releases, and a device that has fetched them; no server, no agent.</summary>
public sealed class PlanMakerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FleetFolder _fleet = FleetFolder.WithCommit();
    private readonly TempDirectory _device = new();

    public void Dispose()
    {
        _fleet.Dispose();
        _device.Dispose();
    }

    [Fact]
    public async Task Working_tree_is_planned_for_a_new_device()
    {
        AddModel("one");

        var report = await Tree();

        Assert.Empty(report.Faults);
        Assert.Equal("deploy", PlanSummary.Decision(report));
        Assert.IsType<PlanStep.FetchArtifact>(report.Plan!.Steps[0]);
        Assert.Contains(report.Notes, note => note.StartsWith("Nothing signed this tree", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Working_tree_with_problems_is_refused_with_all_of_them()
    {
        _fleet.Edit("profiles/base.yaml", "soak: 2m", "soak: long\n    nonsense: 1");

        var report = await Tree();

        Assert.Equal("refused", PlanSummary.Decision(report));
        Assert.Equal(2, report.Faults.Count);
        Assert.All(report.Faults, fault => Assert.Contains("profiles/base.yaml:", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_device_is_refused_with_the_nearest_name()
    {
        var report = await Make(new PlanRequest(null, "cam-2", null, _fleet.Path));

        Assert.Equal("Did you mean 'cam-1'? Else add its manifest and release.", Assert.Single(report.Faults).Cure);
    }

    [Fact]
    public async Task Working_tree_waits_until_not_before_and_ends_with_its_expiry()
    {
        _fleet.Edit("rollouts/stable.yaml", "  epoch: 1", "  epoch: 1\n  notBefore: 2100-02-01T00:00:00Z\n  expires: 2100-03-01T00:00:00Z");

        var early = await Tree();
        var then = await Tree(at: Now.AddDays(40));
        var late = await Tree(at: Now.AddDays(90));

        Assert.Equal(("waiting", "not-yet-started"), (PlanSummary.Decision(early), early.Faults.Single().Reason));
        Assert.Equal("deploy", PlanSummary.Decision(then));
        Assert.Equal(("refused", "expired"), (PlanSummary.Decision(late), late.Faults.Single().Reason));
    }

    [Fact]
    public async Task Working_tree_with_waves_is_refused_and_says_which_have_begun()
    {
        _fleet.Edit("rollouts/stable.yaml", "  epoch: 1", "  epoch: 1\n  waves:\n    - { name: canary, share: 5%, start: 2100-02-01T00:00:00Z }");

        var report = await Tree(at: Now.AddDays(40));

        Assert.Equal("unsupported", report.Faults[0].Reason);
        Assert.Contains(report.Notes, note => note.StartsWith("Wave canary, 5% of the devices, began at 2100-02-01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Device_that_has_fetched_nothing_waits()
    {
        Configure();

        var report = await This();

        Assert.Equal(("waiting", "nothing-fetched"), (PlanSummary.Decision(report), report.Faults.Single().Reason));
        Assert.Equal(["agent.yaml", "allowed_signers"], Directory.EnumerateFileSystemEntries(_device.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fetched_release_would_be_deployed_once_the_server_answers_and_nothing_is_written()
    {
        await ReleaseAndFetch("one");
        var before = Picture();

        var report = await This();

        Assert.Equal(("waiting", "server-unreachable"), (PlanSummary.Decision(report), report.Faults.Single().Reason));
        Assert.Equal("release stable/1", report.Source);
        Assert.True(report.Plan!.Deploys);
        Assert.Equal(before, Picture());
    }

    [Fact]
    public async Task Device_that_runs_the_release_names_what_it_does_not_believe()
    {
        await ReleaseAndFetch("one");
        Remember(await Desired(), bad: false);
        _fleet.Git("tag", "-a", "-m", "forged", "rollout/stable/9");
        await Fetch();

        var report = await This();

        Assert.Equal("release stable/1", report.Source);
        Assert.Equal(["unsigned-tag", "server-unreachable"], report.Faults.Select(fault => fault.Reason));
        Assert.Equal("refused", PlanSummary.Decision(report));
    }

    [Fact]
    public async Task Content_that_failed_before_is_not_tried_again_under_a_new_number()
    {
        await ReleaseAndFetch("one");
        Remember(await Desired(), bad: true);
        _fleet.Release("--again");
        await Fetch();

        var report = await This();

        Assert.Equal("failed-before", report.Faults[0].Reason);
        Assert.Contains("too-slow: It was slow.", report.Faults[0].Message, StringComparison.Ordinal);
        Assert.Null(report.Plan);
    }

    [Fact]
    public async Task Working_tree_is_the_same_content_as_its_release_for_a_device_that_runs_it()
    {
        await ReleaseAndFetch("one");
        Remember(await Desired(), bad: false);

        var report = await Make(new PlanRequest(_device["agent.yaml"], null, null, _fleet.Path));

        Assert.False(report.Plan!.Deploys);
    }

    [Fact]
    public async Task Lost_memory_of_the_accepted_release_is_named()
    {
        await ReleaseAndFetch("one");
        Directory.CreateDirectory(_device["root/state"]);
        File.WriteAllText(_device["root/state/accepted.0"], "nonsense");

        Assert.Equal("acceptance-lost", (await This()).Faults[0].Reason);
    }

    [Fact]
    public async Task Bad_configuration_is_refused_with_its_problems()
    {
        _device.Write("agent.yaml", "kind: Agent\n");

        var report = await This();

        Assert.Equal("refused", PlanSummary.Decision(report));
        Assert.All(report.Faults, fault => Assert.Equal("configuration-invalid", fault.Reason));
    }

    private Task<PlanReport> Tree(DateTimeOffset? at = null) => Make(new PlanRequest(null, "cam-1", at, _fleet.Path));

    private Task<PlanReport> This() => Make(new PlanRequest(_device["agent.yaml"], null, null, null));

    private static Task<PlanReport> Make(PlanRequest request) => new PlanMaker(new FixedTime(Now)).MakeAsync(request, CancellationToken.None);

    private void AddModel(string content)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(content);
        _fleet.Write("profiles/base.yaml", $$"""
            apiVersion: gitedge.io/v1
            kind: Profile
            metadata:
              name: base
            selector:
              matchLabels: {}
            spec:
              models:
                - name: vad
                  source: https://models.example.org/vad.onnx
                  digest: {{Sha256Digest.Of(bytes)}}
                  size: {{bytes.Length}}
                  golden:
                    cases: golden/vad

            """);
        _fleet.Write("golden/vad/test_data_set_0/input_0.pb", "recorded");
        _fleet.Write("golden/vad/test_data_set_0/output_0.pb", "recorded");
    }

    private void Configure()
    {
        var repoId = Guid.Parse(_fleet.Read("fleet.yaml").Split("repoId: ")[1].AsSpan(0, 36));
        _device.Write("agent.yaml", AgentYaml.Of(_device.Path, $"file://{_fleet.Path}", repoId));
        _device.Write("allowed_signers", _fleet.Read("allowed_signers"));
    }

    private async Task ReleaseAndFetch(string content)
    {
        Configure();
        AddModel(content);
        _fleet.Commit();
        Assert.Equal(0, _fleet.Release().ExitCode);
        await Fetch();
    }

    private async Task Fetch()
    {
        using var git = new GitFetcher(_device["root/repository.git"], new GitLimits(), TimeProvider.System);
        var remote = new GitRemoteOptions { Name = "origin", Url = $"file://{_fleet.Path}" };
        Assert.IsType<FetchOutcome.Fetched>(await git.FetchAsync([remote], "stable", CancellationToken.None));
    }

    /// <summary>What the device would be told to be, as it is told to Planner.</summary>
    private async Task<DesiredState> Desired()
    {
        var agent = GitEdge.Agent.Cli.AgentConfiguration.Read(_device["agent.yaml"]).Value!;
        using var git = new GitFetcher(_device["root/repository.git"], new GitLimits(), TimeProvider.System);
        var judge = new ReleaseJudge(agent, GitEdge.Linux.Crypto.Ed25519.Load(), new FixedTime(Now));
        await Task.Yield();
        return new ReleaseLook(agent, git.Objects, judge).At(null, new DeploymentState(), CancellationToken.None).Desired!;
    }

    private void Remember(DesiredState desired, bool bad)
    {
        var state = new DeviceState(_device["root"]);
        state.Prepare();
        var release = new ReleaseName("stable", 1, 1, Sha256Digest.Of("statement"u8));
        var generation = new Generation { Number = 1, Slot = Slot.A, Release = release, Desired = desired };
        state.Journal.Write(new DeploymentState
        {
            LastNumber = 1,
            Current = bad ? null : generation,
            Bad = bad ? [new BadContent(desired.Content, release, new Fault(FaultKind.Permanent, PlanReasonOfTest, "It was slow.", "Make it faster."))] : [],
        });
    }

    private const string PlanReasonOfTest = GitEdge.Core.Health.PreflightReason.TooSlow;

    private string Picture() => JsonSerializer.Serialize(Directory
        .EnumerateFileSystemEntries(_device.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}"));
}
