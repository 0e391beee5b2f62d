namespace GitEdge.Agent.Git;

/// <summary>
/// How long one poll of one remote may take: a deadline for all of it, and a least rate for the time in which the device does
/// nothing but wait for the remote. What the device does itself, unpacking say, is not the remote's slowness.
/// </summary>
internal sealed class PollPatience : IDisposable
{
    // How often it is looked: a drip is given up within a window and a quarter.
    private const int LooksPerWindow = 4;

    private readonly GitLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _slow = new();
    private readonly CancellationTokenSource _either;
    private readonly Lock _gate = new();
    private readonly ITimer _look;
    private TimeSpan _waited;
    private long _received;
    private long? _since;
    private string? _tooSlow;

    /// <summary>Begins the poll; <paramref name="cancellation"/> is the caller's own end of it.</summary>
    public PollPatience(GitLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        (_limits, _time) = (limits, time);
        _deadline = new CancellationTokenSource(limits.Timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _deadline.Token, _slow.Token);
        // A call that was left behind asks it still when this is disposed.
        Token = _either.Token;
        var period = limits.RateWindow / LooksPerWindow;
        _look = time.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>Ends everything that waits for the remote: the caller gave up, the deadline passed, or it was too slow.</summary>
    public CancellationToken Token { get; }

    /// <summary>From now on the device waits for the remote.</summary>
    public void Wait()
    {
        lock (_gate)
            _since ??= _time.GetTimestamp();
    }

    /// <summary>The device has its own work again.</summary>
    /// <param name="received">Bytes that came.</param>
    public void Resume(long received)
    {
        lock (_gate)
        {
            CountTime();
            _since = null;
            _received += received;
        }
    }

    /// <summary>What to say when <see cref="Token"/> ended it and the caller did not.</summary>
    /// <param name="endpoint">The remote.</param>
    /// <param name="late">What to say of the deadline.</param>
    public GitFault Explain(GitEndpoint endpoint, string? late = null)
    {
        lock (_gate)
        {
            return _tooSlow is { } text
                ? GitFaults.Of(GitFaultReason.TooSlow, endpoint, text)
                : GitFaults.Of(GitFaultReason.TimedOut, endpoint, late ?? $"not finished within {_limits.Timeout}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _look.Dispose();
        _either.Dispose();
        _deadline.Dispose();
        // The slow one is left to the collector: a look may be under way.
    }

    private void Look()
    {
        lock (_gate)
        {
            CountTime();
            if (_waited < _limits.RateWindow)
                return;
            if (_received < _limits.MinimumRate * _waited.TotalSeconds)
                _tooSlow ??= FormattableString.Invariant($"it sent {_received} bytes in the {_waited.TotalSeconds:0.#} s that the device waited for it; {_limits.MinimumRate} a second are the least.");
            (_waited, _received) = (TimeSpan.Zero, 0);
            if (_tooSlow is null)
                return;
        }
        // Outside: what hears of it may want to count.
        _slow.Cancel();
    }

    private void CountTime()
    {
        if (_since is not { } since)
            return;
        var now = _time.GetTimestamp();
        _waited += _time.GetElapsedTime(since, now);
        _since = now;
    }
}
