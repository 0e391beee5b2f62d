namespace GitEdge.Inference.Serving;

/// <summary>When a request's run is to end at the latest: when its client has gone, or when its time has passed.</summary>
internal readonly struct Deadline : IDisposable
{
    private readonly CancellationToken _gone;
    private readonly TimeSpan _granted;

    // Only where a time is asked for: others cost nothing.
    private readonly CancellationTokenSource? _timer;

    private Deadline(TimeSpan granted, CancellationTokenSource? timer, CancellationToken gone) => (_gone, _granted, _timer) = (gone, granted, timer);

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => _timer?.Token ?? _gone;

    /// <summary>Whether the client has gone.</summary>
    public bool HasGone => _gone.IsCancellationRequested;

    /// <summary>How long the run was given, when that has passed.</summary>
    public TimeSpan? Passed => _timer is { IsCancellationRequested: true } ? _granted : null;

    /// <summary>Begins now.</summary>
    /// <param name="timeout">The whole time it has; null for as long as it takes.</param>
    /// <param name="waited">What of that has passed already.</param>
    /// <param name="gone">Cancelled when the client goes.</param>
    public static Deadline Of(TimeSpan? timeout, TimeSpan waited, CancellationToken gone)
    {
        if (timeout is not { } whole)
            return new Deadline(TimeSpan.Zero, null, gone);
        var granted = whole > waited ? whole - waited : TimeSpan.Zero;
        var timer = CancellationTokenSource.CreateLinkedTokenSource(gone);
        timer.CancelAfter(granted);
        return new Deadline(granted, timer, gone);
    }

    public void Dispose() => _timer?.Dispose();
}
