namespace GitEdge.Bench.Load;

/// <summary>One client that asks all the time and notes when another model answers for the first time.</summary>
internal sealed class AnswerWatch : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<(string Digest, DateTimeOffset At)> _seen = [];
    private readonly Thread _thread;
    private volatile bool _stop;
    private volatile string? _broken;

    /// <summary>Begins to ask for <c>vad</c>.</summary>
    public AnswerWatch(Uri server, float[] frame)
    {
        _thread = new Thread(() => Ask(server, InferRequest.Silero("vad", frame, binary: true))) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits for a model's first answer since the last other one; when it had come.</summary>
    public DateTimeOffset WaitFor(string digest, DateTimeOffset after = default)
    {
        var until = DateTimeOffset.UtcNow + s_patience;
        while (DateTimeOffset.UtcNow < until && _broken is null)
        {
            lock (_gate)
            {
                var found = _seen.FindLast(one => one.Digest == digest && one.At >= after);
                if (found.Digest is not null)
                    return found.At;
            }
            Thread.Sleep(1);
        }
        throw new InvalidOperationException(_broken ?? $"{digest} did not answer within {s_patience.TotalSeconds} s.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Ask(Uri server, byte[] request)
    {
        using var client = new InferClient(server);
        var last = "";
        while (!_stop)
        {
            var answer = client.Send(request);
            if (answer.Status != 200)
            {
                _broken = $"a request was answered with {answer.Status}";
                return;
            }
            if (answer.Digest != last)
            {
                lock (_gate)
                    _seen.Add((last = answer.Digest, DateTimeOffset.UtcNow));
            }
            Thread.Sleep(s_pause);
        }
    }
}
