using GitEdge.Linux.Bus;

namespace GitEdge.Linux.Systemd;

/// <summary>Hears how jobs end, from before one is asked for, so that none can end unheard.</summary>
internal sealed class JobWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobResult> _ended = [];
    private readonly TaskCompletionSource<JobResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _subscription;
    private string? _wanted;

    /// <summary>Listens; when it returns, nothing is missed any more.</summary>
    public static async Task<JobWatch> BeginAsync(BusConnection bus, CancellationToken cancellation)
    {
        var watch = new JobWatch();
        watch._subscription = await bus.SubscribeAsync(
            new BusMatch { Sender = SystemdManager.Name, Path = SystemdManager.Path, Interface = SystemdManager.Interface, Member = "JobRemoved" },
            (_, body) => watch.Take(body), cancellation);
        return watch;
    }

    /// <summary>How the job ends.</summary>
    /// <param name="job">Its object path, as the answer to the request for it says.</param>
    public Task<JobResult> WaitAsync(string job)
    {
        lock (_gate)
        {
            _wanted = job;
            if (_ended.TryGetValue(job, out var result))
                _result.TrySetResult(result);
            _ended.Clear();
        }
        return _result.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    private void Take(BusReader body)
    {
        body.ReadUInt32();
        var job = body.ReadObjectPath();
        body.ReadString();
        var result = Parse(body.ReadString());
        lock (_gate)
        {
            if (_wanted is null)
                _ended[job] = result;
            else if (_wanted == job)
                _result.TrySetResult(result);
        }
    }

    private static JobResult Parse(string word) => word switch
    {
        "done" => JobResult.Done,
        "canceled" => JobResult.Canceled,
        "timeout" => JobResult.Timeout,
        "failed" => JobResult.Failed,
        "dependency" => JobResult.Dependency,
        "skipped" => JobResult.Skipped,
        _ => JobResult.Unknown,
    };
}
