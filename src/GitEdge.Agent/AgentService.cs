using GitEdge.Core.Primitives;
using GitEdge.Core.Scheduling;
using GitEdge.Core.Status;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>The hosted loop: pass, sleep, pass; SIGHUP ends the sleep. Nothing that happens in a pass ends the loop.</summary>
internal sealed class AgentService(Reconciler reconciler, PollPolicy policy, StatusReporter reporter, AgentHost host) : BackgroundService
{
    // Below this the pages would be back before anybody else could have had the memory.
    private static readonly TimeSpan LongSleep = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly long _started = host.Time.GetTimestamp();
    private bool _resumed;
    private PollSchedule _schedule = PollSchedule.Start(policy, TimeSpan.Zero);

    /// <summary>Polls at once. From any thread.</summary>
    public void Wake()
    {
        reconciler.Hurry();
        lock (_wake)
        {
            if (_wake.CurrentCount == 0)
                _wake.Release();
        }
    }

    /// <summary>One pass, for <c>gitedge agent --once</c>; true when the device is as it should be.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await PassAsync(cancellation);
        reporter.WriteMetrics();
        return reporter.Ok;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        host.Service.Ready("Started");
        using var alive = host.Heart.Start();
        while (!stoppingToken.IsCancellationRequested)
            await SleepAsync(await PassAsync(stoppingToken), stoppingToken);
    }

    private async Task<PassOutcome> PassAsync(CancellationToken cancellation)
    {
        reconciler.BeginPass();
        try
        {
            if (!_resumed)
            {
                _resumed = true;
                reconciler.Restarted();
            }
            return await reconciler.RunAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(e);
        }
    }

    private async Task SleepAsync(PassOutcome outcome, CancellationToken stoppingToken)
    {
        var now = host.Time.GetElapsedTime(_started);
        _schedule = _schedule.Next(now, outcome.Poll, host.Random(), outcome.RetryAfter);
        var pause = _schedule.Due - now;
        reporter.NextPoll(host.Time.GetUtcNow() + pause);
        if (pause >= LongSleep)
            host.Rest();
        host.Heart.Begin(pause + StepLimits.Usual);
        using var sleep = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var slept = Task.Delay(pause, host.Time, sleep.Token);
        await Task.WhenAny(slept, _wake.WaitAsync(sleep.Token));
        await sleep.CancelAsync();
    }

    private PassOutcome Failed(Exception e)
    {
        var fault = DiskFault.IsDisk(e)
            ? DiskFault.From(e, "the device's root folder")
            : AgentFaults.Unexpected(e);
        Log.PassFailed(host.Log, e.ToString());
        reporter.Set(ConditionType.StateKept, fault, "");
        return new PassOutcome(PollOutcome.Transient, null);
    }
}
