namespace GitEdge.Inference.Metrics;

/// <summary>What one version has answered since it was loaded; the warm-up does not count.</summary>
/// <param name="since">When it was loaded.</param>
internal sealed class ModelStatistics(DateTimeOffset since)
{
    private readonly Lock _lock = new();
    private long _successes;
    private long _failures;
    private long _rejected;
    private long _badOutputs;
    private long _requestMicroseconds;
    private long _queueMicroseconds;
    private long _computeMicroseconds;
    private ulong _lastInput;
    private ulong _lastOutput;
    private long _run;
    private long _longestRun;

    public DateTimeOffset Since => since;

    public LatencyHistogram Latency { get; } = new();

    public long Successes => Volatile.Read(ref _successes);

    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Failures that were the request's own: malformed, or not fitting the model.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Answers with a NaN or an infinity in any float output.</summary>
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

    /// <param name="rejected">Whether the request was at fault.</param>
    public void Failed(bool rejected)
    {
        if (rejected)
            Interlocked.Increment(ref _rejected);
        Interlocked.Increment(ref _failures);
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="input">Hash of all inputs.</param>
    /// <param name="output">Hash of all outputs.</param>
    /// <param name="bad">Whether a float output held a NaN or an infinity.</param>
    public void Answered(ulong input, ulong output, bool bad)
    {
        if (bad)
            Interlocked.Increment(ref _badOutputs);
        lock (_lock)
        {
            if (_run == 0 || output != _lastOutput)
                _run = 1;
            else if (input != _lastInput)
                _run++;
            (_lastInput, _lastOutput) = (input, output);
            _longestRun = Math.Max(_longestRun, _run);
        }
    }
}
