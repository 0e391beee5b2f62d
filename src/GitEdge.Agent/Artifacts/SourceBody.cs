using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// The bytes of a source from one position on, read with a limit on silence and slowness. A source that breaks off is
/// expected: reading returns -1 and <see cref="Broken"/> says why.
/// </summary>
internal sealed class SourceBody : IDisposable
{
    private readonly Stream _stream;
    private readonly IDisposable? _owner;
    private readonly SourceName _source;
    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _silence;
    private long _windowStart;
    private long _windowBytes;

    /// <summary>Reads <paramref name="stream"/>; <paramref name="owner"/> (the answer it belongs to) is closed with it.</summary>
    public SourceBody(Stream stream, IDisposable? owner, SourceName source, FetchLimits limits, TimeProvider time)
    {
        (_stream, _owner, _source, _limits, _time) = (stream, owner, source, limits, time);
        _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _windowStart = time.GetTimestamp();
    }

    /// <summary>Why it broke off; null while it has not.</summary>
    public Fault? Broken { get; private set; }

    /// <summary>Bytes read into <paramref name="buffer"/>; 0 at the end, -1 when it broke off.</summary>
    /// <exception cref="OperationCanceledException">The caller's own token was cancelled.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _silence.CancelAfter(_limits.Stall);
        try
        {
            using var _ = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _silence);
            var count = await _stream.ReadAsync(buffer, _silence.Token);
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
            return count > 0 && IsTooSlow(count) ? Break(FetchFaults.TooSlow(_source, _limits)) : count;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Break(FetchFaults.Stalled(_source, _limits.Stall));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException)
        {
            return Break(FetchFaults.Cut(_source, e.Message));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _owner?.Dispose();
        _silence.Dispose();
    }

    private bool IsTooSlow(int count)
    {
        _windowBytes += count;
        var elapsed = _time.GetElapsedTime(_windowStart);
        if (elapsed < _limits.RateWindow)
            return false;
        var slow = _windowBytes < _limits.MinimumRate * elapsed.TotalSeconds;
        (_windowBytes, _windowStart) = (0, _time.GetTimestamp());
        return slow;
    }

    private int Break(Fault fault)
    {
        Broken = fault;
        return -1;
    }
}
