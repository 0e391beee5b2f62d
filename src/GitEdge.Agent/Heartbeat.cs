using GitEdge.Linux.Systemd;

namespace GitEdge.Agent;

/// <summary>
/// Feeds the service manager's watchdog while the loop gets on. Every step says how long it may take at most; one that takes
/// longer is taken for stuck, the feeding ends, and systemd starts the agent again, which goes on from what is on disk.
/// </summary>
/// <param name="service">The service manager.</param>
/// <param name="time">The clock.</param>
internal sealed class Heartbeat(ServiceNotifier service, TimeProvider time)
{
    // A third of the shortest WatchdogSec= that makes sense for a loop like this.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _change = new();
    private TimeSpan _limit = StepLimits.Usual;
    private long _began = time.GetTimestamp();

    /// <summary>Whether the step under way has taken longer than it may.</summary>
    public bool IsStuck
    {
        get
        {
            lock (_change)
                return time.GetElapsedTime(_began) > _limit;
        }
    }

    /// <summary>A step begins.</summary>
    /// <param name="limit">How long it takes at most, however slow the device is.</param>
    public void Begin(TimeSpan limit)
    {
        lock (_change)
            (_began, _limit) = (time.GetTimestamp(), limit);
    }

    /// <summary>The step under way has done some of its work: it may take as long again.</summary>
    public void GoOn()
    {
        lock (_change)
            _began = time.GetTimestamp();
    }

    /// <summary>Tells the service manager that the agent is alive, unless it is stuck.</summary>
    public void Feed()
    {
        if (!IsStuck)
            service.Watchdog();
    }

    /// <summary>Feeds from now on, until what comes back is disposed.</summary>
    public ITimer Start() => time.CreateTimer(_ => Feed(), null, TimeSpan.Zero, Every);
}
