namespace GitEdge.Inference.Metrics;

/// <summary>What one version has answered since it was loaded; the warm-up does not count.</summary>
/// <param name="since">When it was loaded.</param>
internal sealed class ModelStatistics(DateTimeOffset since)
{
    /// <summary>The peer is asked at each so many answers of a constant run.</summary>
    public const int PeerInterval = 8;

    private readonly Lock _lock = new();
    private long _successes;
    private long _failures;
    private long _mismatched;
    private long _rejected;
    private long _excused;
    private long _badOutputs;
    private long _requestMicroseconds;
    private long _queueMicroseconds;
    private long _computeMicroseconds;
    private ulong _lastInput;
    private ulong _lastOutput;
    private ulong? _peerOutput;
    private long _run;
    private long _longestRun;

    public DateTimeOffset Since => since;

    public LatencyHistogram Latency { get; } = new();

    public long Successes => Volatile.Read(ref _successes);

    /// <summary>Requests that got no answer and should have: <see cref="RequestFault"/> tells which.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Of the failures those that do not fit this version's inputs and that its peer answers.</summary>
    public long Mismatched => Volatile.Read(ref _mismatched);

    /// <summary>Requests that got no answer and deserved none: malformed, or fitting neither this version nor its peer.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Requests that this version and its peer alike failed on or answered with a NaN or an infinity.</summary>
    public long Excused => Volatile.Read(ref _excused);

    /// <summary>Answers to finite inputs with a NaN or an infinity in a float output where the peer has none.</summary>
    public long BadOutputs => Volatile.Read(ref _badOutputs);

    public long RequestMicroseconds => Volatile.Read(ref _requestMicroseconds);

    public long QueueMicroseconds => Volatile.Read(ref _queueMicroseconds);

    public long ComputeMicroseconds => Volatile.Read(ref _computeMicroseconds);

    /// <summary>
    /// The longest row of answers, byte for byte the same, to requests each of which differed from the one before. One
    /// answer is a row of 1; 0 before the first.
    /// </summary>
    public long LongestConstantRun => Volatile.Read(ref _longestRun);

    public void Succeeded(TimeSpan request, TimeSpan queue, TimeSpan compute)
    {
        Interlocked.Increment(ref _successes);
        Interlocked.Add(ref _requestMicroseconds, (long)request.TotalMicroseconds);
        Interlocked.Add(ref _queueMicroseconds, (long)queue.TotalMicroseconds);
        Interlocked.Add(ref _computeMicroseconds, (long)compute.TotalMicroseconds);
        Latency.Record((long)request.TotalMicroseconds);
    }

    /// <summary>Counts a request that went wrong.</summary>
    public void Count(RequestFault fault)
    {
        switch (fault)
        {
            case RequestFault.Failed:
                Interlocked.Increment(ref _failures);
                break;
            case RequestFault.Mismatched:
                Interlocked.Increment(ref _mismatched);
                Interlocked.Increment(ref _failures);
                break;
            case RequestFault.BadOutput:
                Interlocked.Increment(ref _badOutputs);
                break;
            case RequestFault.Rejected:
                Interlocked.Increment(ref _rejected);
                break;
            case RequestFault.Excused:
                Interlocked.Increment(ref _excused);
                break;
        }
    }

    /// <summary>Takes note of an answer, for the constant run.</summary>
    /// <param name="input">Hash of all inputs.</param>
    /// <param name="output">Hash of all outputs.</param>
    /// <returns>True when the run has grown to where the peer is to be asked: see <see cref="PeerAnswered"/>.</returns>
    public bool Answered(ulong input, ulong output)
    {
        lock (_lock)
        {
            var grown = true;
            if (_run == 0 || output != _lastOutput)
                (_run, _peerOutput) = (1, null);
            else if (input != _lastInput)
                _run++;
            else
                grown = false;
            (_lastInput, _lastOutput) = (input, output);
            _longestRun = Math.Max(_longestRun, _run);
            return grown && _run % PeerInterval == 0;
        }
    }

    /// <summary>
    /// What the peer answered to a request within a constant run. When it too repeats itself the requests are to blame,
    /// not this version, and the run begins anew.
    /// </summary>
    /// <param name="output">Hash of all its outputs.</param>
    public void PeerAnswered(ulong output)
    {
        lock (_lock)
        {
            if (_peerOutput == output)
                _run = Math.Min(_run, 1);
            _peerOutput = output;
        }
    }
}
