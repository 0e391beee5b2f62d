using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Linux.Tests.Systemd;

/// <summary>Against a real systemd on a private bus.</summary>
[Trait("Category", "Slow")]
public sealed class SystemdManagerTests : IAsyncLifetime
{
    private UserSystemd _systemd = null!;
    private BusConnection _bus = null!;
    private SystemdManager _manager = null!;

    public async Task InitializeAsync()
    {
        _systemd = await UserSystemd.StartAsync();
        _bus = await BusConnection.OpenAsync(_systemd.Address, CancellationToken.None);
        _manager = new SystemdManager(_bus, TimeProvider.System);
    }

    public Task DisposeAsync()
    {
        _bus.Dispose();
        _systemd.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Service_starts_restarts_and_stops_and_each_job_says_how_it_ended()
    {
        var unit = await WriteAsync("good.service", "ExecStart=sleep infinity\nExecReload=true");

        Assert.Equal(JobResult.Done, await RunAsync(UnitJob.Start, unit));
        Assert.Equal(("loaded", "active", "running", "success"), await StateAsync(unit));
        Assert.Equal(JobResult.Done, await RunAsync(UnitJob.Reload, unit));
        Assert.Equal(JobResult.Done, await RunAsync(UnitJob.Restart, unit));
        Assert.Equal(JobResult.Done, await RunAsync(UnitJob.Stop, unit));
        Assert.Equal(("loaded", "inactive", "dead", "success"), await StateAsync(unit));
    }

    [Fact]
    public async Task Service_that_fails_or_needs_one_that_does_says_so()
    {
        var bad = await WriteAsync("bad.service", "Type=oneshot\nExecStart=false");
        var needs = await WriteAsync("needs.service", "ExecStart=true", "Requires=bad.service\nAfter=bad.service");
        var slow = await WriteAsync("slow.service", "Type=oneshot\nTimeoutStartSec=100ms\nExecStart=sleep infinity");
        var late = await WriteAsync("late.service", "Type=oneshot\nExecStart=sleep infinity", "JobTimeoutSec=100ms");

        Assert.Equal(JobResult.Failed, await RunAsync(UnitJob.Start, bad));
        Assert.Equal(("loaded", "failed", "failed", "exit-code"), await StateAsync(bad));
        Assert.Equal(JobResult.Dependency, await RunAsync(UnitJob.Start, needs));
        Assert.Equal(JobResult.Failed, await RunAsync(UnitJob.Start, slow));
        Assert.Equal("timeout", (await _manager.ReadAsync(slow, CancellationToken.None)).Result);
        Assert.Equal(JobResult.Timeout, await RunAsync(UnitJob.Start, late));
    }

    [Fact]
    public async Task Jobs_that_end_at_once_are_never_missed()
    {
        var unit = await WriteAsync("quick.service", "Type=oneshot\nRemainAfterExit=yes\nExecStart=true");

        for (var i = 0; i < 50; i++)
            Assert.Equal(JobResult.Done, await RunAsync(i % 2 == 0 ? UnitJob.Start : UnitJob.Stop, unit));
    }

    [Fact]
    public async Task Job_that_takes_longer_than_anybody_waits_is_unfinished()
    {
        var unit = await WriteAsync("long.service", "Type=oneshot\nExecStart=sleep infinity");

        Assert.Equal(JobResult.Unfinished, await _manager.RunAsync(UnitJob.Start, unit, TimeSpan.FromMilliseconds(100), CancellationToken.None));
        Assert.Equal("activating", (await _manager.ReadAsync(unit, CancellationToken.None)).ActiveState);
    }

    [Fact]
    public async Task Job_that_nobody_waits_for_is_done_all_the_same_and_a_unit_says_what_it_was_made_of()
    {
        var unit = await WriteAsync("later.service", "ExecStart=sleep infinity", "SourcePath=/etc/containers/systemd/later.container");

        await _manager.EnqueueAsync(UnitJob.Start, unit, CancellationToken.None);

        await Until.TrueAsync(async () => (await _manager.ReadAsync(unit, CancellationToken.None)).ActiveState == "active", "the unit");
        Assert.Equal("/etc/containers/systemd/later.container", (await _manager.ReadAsync(unit, CancellationToken.None)).SourcePath);
    }

    [Fact]
    public async Task Stop_takes_back_a_start_that_waits_for_another_unit()
    {
        var first = await WriteAsync("first.service", "Type=oneshot\nExecStart=sleep infinity");
        var second = await WriteAsync("second.service", "ExecStart=sleep infinity", "After=first.service");
        await _manager.EnqueueAsync(UnitJob.Start, first, CancellationToken.None);
        var waiting = RunAsync(UnitJob.Start, second);
        await Until.TrueAsync(() => Tool.Run("busctl", [$"--address={_systemd.Address}", "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "ListJobs"])
            .Contains("second.service", StringComparison.Ordinal), "the start that waits");

        await _manager.EnqueueAsync(UnitJob.Stop, second, CancellationToken.None);

        Assert.Equal(JobResult.Canceled, await waiting);
        Assert.Equal("inactive", (await _manager.ReadAsync(second, CancellationToken.None)).ActiveState);
    }

    [Fact]
    public async Task Unit_that_nobody_knows_is_named_as_such()
    {
        Assert.True(UnitName.TryParse("nobody.service", out var unit));

        Assert.Equal("not-found", (await _manager.ReadAsync(unit, CancellationToken.None)).LoadState);
        Assert.Equal("org.freedesktop.systemd1.NoSuchUnit", (await Assert.ThrowsAsync<BusException>(() => RunAsync(UnitJob.Start, unit))).Name);
    }

    [Fact]
    public async Task Limits_are_set_and_read_back_and_taken_away()
    {
        var unit = await WriteAsync("limited.service", "ExecStart=sleep infinity");
        await RunAsync(UnitJob.Start, unit);

        await _manager.SetLimitsAsync(unit, new UnitLimits { MemoryMax = 64 << 20, CpuWeight = 500, IoWeight = 50, AllowedCpus = [0, 9] }, isRuntime: true, CancellationToken.None);

        var limits = (await _manager.ReadAsync(unit, CancellationToken.None)).Limits;
        Assert.Equal((64ul << 20, 500ul, 50ul), (limits.MemoryMax, limits.CpuWeight, limits.IoWeight));
        Assert.Equal([0, 9], limits.AllowedCpus!);
        await _manager.SetLimitsAsync(unit, new UnitLimits { MemoryMax = UnitLimits.None, CpuWeight = UnitLimits.None, AllowedCpus = [] }, isRuntime: true, CancellationToken.None);
        limits = (await _manager.ReadAsync(unit, CancellationToken.None)).Limits;
        Assert.Equal((UnitLimits.None, UnitLimits.None, 50ul), (limits.MemoryMax, limits.CpuWeight, limits.IoWeight));
        Assert.Empty(limits.AllowedCpus!);
    }

    [Fact]
    public async Task Service_that_ends_again_and_again_is_counted()
    {
        var unit = await WriteAsync("restless.service", "Restart=always\nRestartSec=10ms\nExecStart=sleep 0.05", "StartLimitIntervalSec=0");
        await RunAsync(UnitJob.Start, unit);

        await Until.TrueAsync(async () => (await _manager.ReadAsync(unit, CancellationToken.None)).Restarts >= 2, "two restarts");
    }

    [Fact]
    public async Task Service_of_one_run_has_its_limits_and_its_end()
    {
        Assert.True(UnitName.TryParse("gitedge-trial-7.service", out var name));
        var service = new TransientService(name, "One trial", ["/bin/sleep", "infinity"]) { Limits = new UnitLimits { MemoryMax = 32 << 20 }, Longest = TimeSpan.FromHours(1) };

        Assert.Equal(JobResult.Done, await _manager.StartAsync(service, Until.Limit, CancellationToken.None));

        var state = await _manager.ReadAsync(name, CancellationToken.None);
        Assert.Equal(("active", 32ul << 20), (state.ActiveState, state.Limits.MemoryMax));
        Assert.Contains("t 3600000000", Tool.Run("busctl", [$"--address={_systemd.Address}", "get-property", "org.freedesktop.systemd1", "/org/freedesktop/systemd1/unit/gitedge_2dtrial_2d7_2eservice", "org.freedesktop.systemd1.Service", "RuntimeMaxUSec"]), StringComparison.Ordinal);
        Assert.Equal(JobResult.Done, await RunAsync(UnitJob.Stop, name));
        Assert.Equal("not-found", (await _manager.ReadAsync(name, CancellationToken.None)).LoadState);
    }

    [Fact]
    public async Task Systemd_that_goes_away_ends_the_waiting()
    {
        var unit = await WriteAsync("long.service", "Type=oneshot\nExecStart=sleep infinity");
        var job = RunAsync(UnitJob.Start, unit);
        await Until.TrueAsync(async () => (await _manager.ReadAsync(unit, CancellationToken.None)).ActiveState == "activating", "the job");

        _systemd.Kill();

        await Assert.ThrowsAsync<BusException>(() => job);
    }

    private async Task<UnitName> WriteAsync(string name, string service, string unit = "")
    {
        _systemd.Write(name, $"[Unit]\nDefaultDependencies=no\n{unit}\n[Service]\n{service}\n");
        await _manager.ReloadAsync(CancellationToken.None);
        return UnitName.TryParse(name, out var parsed) ? parsed : throw new ArgumentException("No unit name.", nameof(name));
    }

    private Task<JobResult> RunAsync(UnitJob job, UnitName unit) => _manager.RunAsync(job, unit, Until.Limit, CancellationToken.None);

    private async Task<(string Load, string Active, string Sub, string Result)> StateAsync(UnitName unit)
    {
        var state = await _manager.ReadAsync(unit, CancellationToken.None);
        return (state.LoadState, state.ActiveState, state.SubState, state.Result);
    }
}
