using GitEdge.Agent.Effects;
using GitEdge.Agent.Inference;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

/// <summary>A soak of 100 ms: a pause of 50 ms, a look worth 62.5 ms at most. Against a listener that plays the server.</summary>
public sealed class ProbeEffectTests : IDisposable
{
    private static readonly TimeSpan Soak = TimeSpan.FromMilliseconds(100);

    private readonly TempDirectory _directory = new();
    private readonly InferenceAdmin _admin;
    private readonly List<string> _notes = [];
    private AdminListener? _server;
    private TuningSpec? _tuning;
    private Func<bool> _reach = () => true;
    private Func<Fault?> _confirm = () => null;
    private Func<Task<ProbeResult[]>> _probe = () => Task.FromResult<ProbeResult[]>([]);

    public ProbeEffectTests()
    {
        _admin = new InferenceAdmin(_directory["admin.sock"], Until.Limit);
        _server = new AdminListener(_directory["admin.sock"]);
    }

    [Fact]
    public async Task Generation_that_serves_is_healthy_after_three_looks_and_history_says_why()
    {
        var looks = Looks();
        var (first, second, third) = (await looks(), await looks(), await looks());

        Assert.Equal((HealthOutcome.Waiting, TimeSpan.Zero), (first.Verdict.Outcome, first.Elapsed));
        Assert.Equal(HealthOutcome.Waiting, second.Verdict.Outcome);
        Assert.InRange(second.Elapsed, ProbationPace.Pause(Soak) / 2, ProbationPace.Credit(Soak));
        Assert.Equal((7L, HealthOutcome.Healthy), (third.Verdict.Generation, third.Verdict.Outcome));
        Assert.Equal([$"{third.Verdict.Text}; m: no traffic seen"], _notes);
        Assert.Contains("m: 0 of 0 requests failed (1 % allowed)", _notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", "LOADING", "", true, "m: version 7 is LOADING")]
    [InlineData("7", "UNAVAILABLE", "no such file", true, "m: version 7 is UNAVAILABLE, no such file")]
    [InlineData("7", "READY", "", false, "m: version 7 is not the default")]
    [InlineData("6", "READY", "", true, "m: version 7 is not loaded")]
    public async Task Generation_that_does_not_serve_waits_and_adds_nothing(string version, string state, string reason, bool isDefault, string text)
    {
        _server!.Entry = AdminListener.EntryOf(version, state, reason, isDefault);
        await AssertWaitsAsync(text);
    }

    [Fact]
    public async Task Generation_with_other_bytes_does_not_serve()
    {
        var other = Sha256Digest.Of([2]).ToString();
        _server!.Entry = AdminListener.EntryOf(digest: other);
        await AssertWaitsAsync($"m: version 7 has the bytes {other}, {AdminListener.Digest} was asked for");
    }

    [Fact]
    public async Task Server_that_is_away_waits_and_goes_back_without_blame_when_it_stays_away()
    {
        _server!.Dispose();
        _server = null;
        var looks = Looks();
        var probed = await looks();
        Assert.Equal((HealthOutcome.Waiting, TimeSpan.Zero), (probed.Verdict.Outcome, probed.Elapsed));
        Assert.Contains("the server does not answer", probed.Verdict.Text, StringComparison.Ordinal);
        while (probed.Verdict.Outcome == HealthOutcome.Waiting)
            probed = await looks();

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.NotReady, false), (probed.Verdict.Outcome, probed.Verdict.Reason, probed.Verdict.IsReleasesFault));
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Server_that_hangs_is_waited_for_five_seconds_and_no_longer()
    {
        _server!.IsHanging = true;
        var probed = await Looks(time: new HastyTime())();

        Assert.Equal(TimeSpan.Zero, probed.Elapsed);
        Assert.EndsWith("the server does not answer on its admin socket within 5 s", probed.Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_is_looked_at_after_the_probes()
    {
        var looks = Looks();
        await looks();
        _probe = () =>
        {
            _server!.Entry = null;
            return Task.FromResult<ProbeResult[]>([]);
        };
        var probed = await looks();

        Assert.Equal(TimeSpan.Zero, probed.Elapsed);
        Assert.EndsWith("m: version 7 is not loaded", probed.Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_probe_does_not_pass_the_soak()
    {
        _probe = async () =>
        {
            await Task.Delay(300);
            return [];
        };
        var looks = Looks();
        await looks();
        var probed = await looks();

        Assert.Equal((HealthOutcome.Waiting, ProbationPace.Credit(Soak)), (probed.Verdict.Outcome, probed.Elapsed));
    }

    [Fact]
    public async Task Server_that_crashes_twice_goes_back_and_history_says_so()
    {
        var looks = Looks();
        await looks();
        _server!.Stats = AdminListener.StatsOf(since: 1);
        var once = await looks();
        _server.Stats = AdminListener.StatsOf(since: 2);
        var twice = await looks();

        Assert.Equal((HealthOutcome.Waiting, TimeSpan.Zero), (once.Verdict.Outcome, once.Elapsed));
        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ServerRestarted, true), (twice.Verdict.Outcome, twice.Verdict.Reason, twice.Verdict.IsReleasesFault));
        Assert.Equal(["m: no traffic seen; the server was restarted 2 times"], _notes);
    }

    [Fact]
    public async Task Agent_that_starts_anew_keeps_the_soak_but_asks_for_three_looks()
    {
        var looks = Looks(soaked: TimeSpan.FromHours(1));

        Assert.Equal(HealthOutcome.Waiting, (await looks()).Verdict.Outcome);
        Assert.Equal(HealthOutcome.Waiting, (await looks()).Verdict.Outcome);
        Assert.Equal(HealthOutcome.Healthy, (await looks()).Verdict.Outcome);
    }

    [Fact]
    public async Task Agent_that_starts_anew_forgives_nothing()
    {
        _server!.Stats = AdminListener.StatsOf(requests: 10, bad: 1);
        var verdict = (await Looks(soaked: TimeSpan.FromHours(1))()).Verdict;

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.BadOutputs), (verdict.Outcome, verdict.Reason));
    }

    [Fact]
    public async Task Requests_that_were_malformed_are_not_held_against_the_model()
    {
        _server!.Stats = AdminListener.StatsOf(requests: 40, rejected: 60);
        Assert.Equal(HealthOutcome.Waiting, (await Looks()()).Verdict.Outcome);
        _server.Stats = AdminListener.StatsOf(requests: 40, failures: 3, rejected: 60);
        var verdict = (await Looks()()).Verdict;

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.ErrorRate), (verdict.Outcome, verdict.Reason));
        Assert.StartsWith("m: 3 of 40 requests failed, 1 % is allowed; ", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_probe_that_fails_is_told_and_adds_nothing()
    {
        _probe = () => Task.FromResult<ProbeResult[]>(
            [new ProbeResult { Probe = new ProbeSpec { Reach = "git" }, Required = true, Status = ProbeStatus.Failed, Text = "no route" }]);
        await AssertWaitsAsync("reach git does not pass");
    }

    [Fact]
    public async Task Cancelling_ends_the_look()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        _server!.IsHanging = true;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Effect(TimeProvider.System).RunAsync(Target(), TimeSpan.Zero, cancellation.Token));
    }

    public void Dispose()
    {
        _server?.Dispose();
        _admin.Dispose();
        _directory.Dispose();
    }

    private async Task AssertWaitsAsync(string text)
    {
        var looks = Looks();
        await looks();
        var probed = await looks();

        Assert.Equal((HealthOutcome.Waiting, TimeSpan.Zero), (probed.Verdict.Outcome, probed.Elapsed));
        Assert.Equal($"0 s of 0.1 s are over; {text}", probed.Verdict.Text);
    }

    private Func<Task<DeploymentEvent.Probed>> Looks(TimeSpan soaked = default, TimeProvider? time = null)
    {
        var effect = Effect(time ?? new PatientTime());
        return async () =>
        {
            var probed = (DeploymentEvent.Probed)await effect.RunAsync(Target(), soaked, default);
            soaked += probed.Elapsed;
            return probed;
        };
    }

    [Fact]
    public async Task Tuned_generation_is_good_only_once_the_repository_was_reached_and_that_was_confirmed()
    {
        var (isReached, confirmed) = (false, 0);
        _tuning = new TuningSpec { CpuGovernor = "performance" };
        _reach = () => isReached;
        _confirm = () =>
        {
            confirmed++;
            return null;
        };
        var looks = Looks();
        for (var look = 0; look < 5; look++)
            Assert.Equal(HealthOutcome.Waiting, (await looks()).Verdict.Outcome);
        Assert.Equal((HealthReason.Unconfirmed, 0), ((await looks()).Verdict.Reason, confirmed));

        isReached = true;

        Assert.Equal(HealthOutcome.Healthy, (await looks()).Verdict.Outcome);
        Assert.Equal((HealthOutcome.Healthy, 1), ((await looks()).Verdict.Outcome, confirmed));
    }

    [Fact]
    public async Task Generation_whose_tuning_was_put_back_goes_and_is_not_blamed()
    {
        _tuning = new TuningSpec { CpuGovernor = "performance" };
        _confirm = () => new Fault(FaultKind.Waiting, "tuning-not-confirmed", "It was put back.", "Look.");

        var verdict = (await Looks()()).Verdict;

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.PutBack, "It was put back", false), (verdict.Outcome, verdict.Reason, verdict.Text, verdict.IsReleasesFault));
    }

    [Fact]
    public async Task Tuned_generation_that_never_reaches_the_repository_goes_when_its_time_is_over()
    {
        _tuning = new TuningSpec { CpuGovernor = "performance", ConfirmWithin = 2 * Soak };
        _reach = () => false;
        var looks = Looks();
        var last = await looks();
        while (last.Verdict.Outcome == HealthOutcome.Waiting)
            last = await looks();

        Assert.Equal((HealthOutcome.Unhealthy, HealthReason.PutBack, false), (last.Verdict.Outcome, last.Verdict.Reason, last.Verdict.IsReleasesFault));
    }

    [Theory]
    [InlineData(FaultKind.Permanent, HealthOutcome.Unhealthy, true)]
    [InlineData(FaultKind.Transient, HealthOutcome.Unknown, false)]
    public async Task Confirmation_that_nobody_takes_is_not_waited_for_without_end(FaultKind kind, HealthOutcome outcome, bool isReleasesFault)
    {
        _confirm = () => new Fault(kind, "helper-unreachable", "Nobody answers.", "Look.");
        var looks = Looks();
        var last = await looks();
        while (last.Verdict.Outcome == HealthOutcome.Waiting)
            last = await looks();

        Assert.Equal((outcome, "Nobody answers", isReleasesFault), (last.Verdict.Outcome, last.Verdict.Text, last.Verdict.IsReleasesFault));
    }

    [Fact]
    public async Task Generation_without_tuning_needs_no_repository_to_be_good()
    {
        _reach = () => throw new InvalidOperationException("It was asked.");
        var looks = Looks();

        Assert.Equal(HealthOutcome.Healthy, (await looks(), await looks(), await looks()).Item3.Verdict.Outcome);
    }

    private ProbeEffect Effect(TimeProvider time) => new(
        _admin, async (_, _) => await _probe(), new Confirmation((_, _) => Task.FromResult(_confirm()), _ => Task.FromResult(_reach()), time), _notes.Add, time);

    private Generation Target() => new()
    {
        Number = 7,
        Slot = Slot.B,
        Release = new ReleaseName("stable", 1, 1, AdminListener.Digest),
        Desired = new DesiredState
        {
            Device = "cam-1",
            Profiles = ["base"],
            Models = [new DesiredModel { Spec = new ModelSpec { Name = "m", Sources = ["file:///m"], Digest = AdminListener.Digest, Size = 5 } }],
            Health = new HealthSpec { Soak = Soak },
            Tuning = _tuning,
        },
    };
}
