namespace GitEdge.Inference.Metrics;

/// <summary>What one version has answered since it was loaded; the warm-up does not count.</summary>
/// <param name="time">The clock; it is loaded now.</param>
internal sealed class ModelStatistics(TimeProvider time)
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
    private long _requestTicks;
    private long _queueTicks;
    private long _inputTicks;
    private long _computeTicks;
    private long _outputTicks;
    private long _failureTicks;
    private long _lastAnswer;
    private ulong _lastInput;
    private ulong _lastOutput;
    private ulong? _peerOutput;
    private long _run;
    private long _longestRun;

    public DateTimeOffset Since { get; } = time.GetUtcNow();

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

    /// <summary>Of all <see cref="Successes"/> together.</summary>
    public RequestTimes Times => new(
        Total(ref _requestTicks), Total(ref _queueTicks), Total(ref _inputTicks), Total(ref _computeTicks), Total(ref _outputTicks));

    /// <summary>Of all <see cref="Failures"/> together, from the body read to the failure.</summary>
    public TimeSpan FailureTime => Total(ref _failureTicks);

    /// <summary>When the last answer was given, in milliseconds since 1970; 0 before the first.</summary>
    public long LastAnswer => Volatile.Read(ref _lastAnswer);

    /// <summary>
    /// The longest row of answers, byte for byte the same, to requests each of which differed from the one before. One
    /// answer is a row of 1; 0 before the first.
    /// </summary>
    public long LongestConstantRun => Volatile.Read(ref _longestRun);

    public void Succeeded(RequestTimes times)
    {
        Interlocked.Increment(ref _successes);
        Interlocked.Add(ref _requestTicks, times.Request.Ticks);
        Interlocked.Add(ref _queueTicks, times.Queue.Ticks);
        Interlocked.Add(ref _inputTicks, times.Input.Ticks);
        Interlocked.Add(ref _computeTicks, times.Compute.Ticks);
        Interlocked.Add(ref _outputTicks, times.Output.Ticks);
        Volatile.Write(ref _lastAnswer, time.GetUtcNow().ToUnixTimeMilliseconds());
        Latency.Record((long)times.Request.TotalMicroseconds);
    }

    /// <summary>Counts a request that went wrong.</summary>
    /// <param name="fault">How.</param>
    /// <param name="took">From the body read until then; only of failures.</param>
    public void Count(RequestFault fault, TimeSpan took)
    {
        switch (fault)
        {
            case RequestFault.Failed:
                Interlocked.Increment(ref _failures);
                Interlocked.Add(ref _failureTicks, took.Ticks);
                break;
            case RequestFault.Mismatched:
                Interlocked.Increment(ref _mismatched);
                Interlocked.Increment(ref _failures);
                Interlocked.Add(ref _failureTicks, took.Ticks);
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

    private static TimeSpan Total(ref long ticks) => TimeSpan.FromTicks(Volatile.Read(ref ticks));
}
