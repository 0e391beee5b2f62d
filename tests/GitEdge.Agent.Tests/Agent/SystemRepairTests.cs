using GitEdge.Agent.Effects;
using GitEdge.Core.Containers;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Scheduling;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitEdge.Agent.Tests.Agent;

public sealed class SystemRepairTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    private readonly SetTime _time = new();
    private readonly Kept _kept = new();
    private readonly SystemRepair _repair;
    private string? _away;
    private ulong _restarts;

    public SystemRepairTests() => _repair = new SystemRepair(
        _kept, new RetryPacing(new PollPolicy(), new AgentHost(ServiceNotifier.From(_ => null, _time), _time, () => 0.5, NullLogger.Instance)), _time)
    {
        Look = (_, _) => Task.FromResult(new ContainerLook(_away, new Dictionary<string, ulong> { ["web"] = _restarts })),
    };

    private static Generation Generation(long number) => new()
    {
        Number = number,
        Slot = Slot.A,
        Release = new ReleaseName("stable", 1, number, Sha256Digest.Of([(byte)number])),
        Desired = new DesiredState { Device = $"cam-{number}", Profiles = [], Containers = [new ContainerSpec { Name = "web", Image = "x", Quadlet = "containers/web.container" }] },
    };

    /// <summary>One look at every poll; what the last one has found.</summary>
    private async Task<Fault?> LookAsync(TimeSpan time, long number = 1)
    {
        Fault? last = null;
        for (var passed = TimeSpan.Zero; passed < time; passed += Poll)
        {
            last = await _repair.RunAsync(Generation(number), CancellationToken.None);
            _time.Pass(Poll);
        }
        return last;
    }

    [Fact]
    public async Task What_is_as_it_was_committed_is_looked_at_every_ten_minutes()
    {
        Assert.Null(await LookAsync(TimeSpan.FromHours(1)));

        Assert.Equal(6, _kept.Calls);
    }

    [Fact]
    public async Task Container_that_is_away_once_is_brought_back_at_once()
    {
        await LookAsync(Poll);
        _away = "web";

        Assert.Null(await LookAsync(Poll));

        Assert.Equal(2, _kept.Calls);
    }

    [Fact]
    public async Task Container_that_does_not_start_is_tried_with_growing_pauses_and_named_all_the_while()
    {
        _away = "web";
        _kept.Fault = new Fault(FaultKind.Permanent, ContainerReason.StartFailed, "Container 'web' did not start.", "Look.");

        for (var hour = 0; hour < 3; hour++)
            Assert.Equal(ContainerReason.StartFailed, (await LookAsync(TimeSpan.FromHours(1)))!.Reason);

        Assert.InRange(_kept.Calls, 9, 20);
    }

    [Fact]
    public async Task Container_that_starts_and_does_not_stay_is_tried_with_growing_pauses_and_named()
    {
        _away = "web";

        var told = await LookAsync(TimeSpan.FromHours(3));

        Assert.Equal(ContainerReason.Stops, told!.Reason);
        Assert.Contains("'web'", told.Message, StringComparison.Ordinal);
        Assert.InRange(_kept.Calls, 9, 20);
    }

    [Fact]
    public async Task Container_that_stayed_for_a_while_is_brought_back_at_once_again()
    {
        _away = "web";
        await LookAsync(TimeSpan.FromHours(2));
        _away = null;
        Assert.Null(await LookAsync(TimeSpan.FromMinutes(30)));
        var before = _kept.Calls;
        _away = "web";

        Assert.Null(await LookAsync(Poll));

        Assert.Equal(before + 1, _kept.Calls);
    }

    [Fact]
    public async Task Container_that_came_back_by_itself_is_not_called_away_any_more()
    {
        _away = "web";
        _kept.Fault = new Fault(FaultKind.Permanent, ContainerReason.StartFailed, "Container 'web' did not start.", "Look.");
        await LookAsync(TimeSpan.FromHours(1));
        (_away, _kept.Fault) = (null, null);

        Assert.Null(await LookAsync(Poll));
    }

    [Fact]
    public async Task What_else_is_wrong_stays_named_when_a_container_came_back_by_itself()
    {
        _away = "web";
        _kept.Fault = new Fault(FaultKind.Waiting, "tuning-drifts", "Container 'web' did not start. vm.swappiness drifts.", "Look.");
        await LookAsync(TimeSpan.FromHours(1));
        var before = _kept.Calls;
        (_away, _kept.Fault) = (null, new Fault(FaultKind.Waiting, "tuning-drifts", "vm.swappiness drifts.", "Look."));

        var told = await LookAsync(Poll);

        Assert.Equal((before + 1, "vm.swappiness drifts."), (_kept.Calls, told!.Message));
    }

    [Fact]
    public async Task Container_that_systemd_starts_again_and_again_is_named_and_not_restarted()
    {
        _restarts = 7;
        Assert.Null(await LookAsync(Poll));
        var before = _kept.Calls;
        _restarts = 8;

        var told = await LookAsync(TimeSpan.FromMinutes(5));

        Assert.Equal((ContainerReason.Stops, before), (told!.Reason, _kept.Calls));
        Assert.Contains("'web'", told.Message, StringComparison.Ordinal);
        Assert.Null(await LookAsync(TimeSpan.FromMinutes(10)));
    }

    [Theory]
    [InlineData("active", "running", false)]
    [InlineData("activating", "start", false)]
    [InlineData("activating", "auto-restart", true)]
    [InlineData("activating", "auto-restart-queued", true)]
    [InlineData("failed", "failed", true)]
    public void Unit_that_waits_to_be_started_again_counts_as_away(string active, string sub, bool isAway) => Assert.Equal(isAway,
        UnitReader.IsAway(new UnitState { LoadState = "loaded", ActiveState = active, SubState = sub, Result = "", Limits = new UnitLimits() }));

    [Fact]
    public async Task Another_generation_and_somebody_who_asks_do_not_wait()
    {
        _away = "web";
        await LookAsync(TimeSpan.FromHours(2));
        var before = _kept.Calls;

        await LookAsync(Poll, number: 2);
        Assert.Equal(before + 1, _kept.Calls);
        await LookAsync(TimeSpan.FromHours(2), number: 2);
        before = _kept.Calls;
        _repair.Hurry();
        await LookAsync(Poll, number: 2);

        Assert.Equal(before + 1, _kept.Calls);
    }

    /// <summary>Generations of which only what lies beside the slots is asked for.</summary>
    private sealed class Kept : IGenerations
    {
        public int Calls { get; private set; }

        public Fault? Fault { get; set; }

        public Task<Fault?> KeepAsync(Generation current, CancellationToken cancellation)
        {
            Calls++;
            return Task.FromResult(Fault);
        }

        public Task<Fault?> StageAsync(Generation target, Generation? current, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Fault?> PointAsync(Generation generation, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Fault?> DetachAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Fault?> ConfirmAsync(Generation generation, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Fault?> CommitAsync(Generation current, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
