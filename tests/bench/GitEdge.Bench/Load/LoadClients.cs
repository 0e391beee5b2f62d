using System.Diagnostics;

namespace GitEdge.Bench.Load;

/// <summary>Clients that ask without a pause, or at a pace, each on a thread and a connection of its own.</summary>
internal sealed class LoadClients
{
    private readonly Thread[] _threads;
    private readonly List<Answered>[] _answers;
    private volatile bool _stop;
    private long _failed;

    /// <summary>Starts them.</summary>
    /// <param name="server">Whom they ask.</param>
    /// <param name="request">What they ask.</param>
    /// <param name="clients">How many.</param>
    /// <param name="pace">Time from one request of a client to its next; zero is as fast as the answers come.</param>
    public LoadClients(Uri server, byte[] request, int clients, TimeSpan pace)
    {
        _answers = [.. Enumerable.Range(0, clients).Select(_ => new List<Answered>(1 << 16))];
        _threads = [.. _answers.Select((answers, i) => new Thread(() => Run(server, request, answers, pace, i)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Requests that were not answered with 200.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Ends them; what they were answered, in no order.</summary>
    public List<Answered> Stop()
    {
        _stop = true;
        foreach (var thread in _threads)
            thread.Join();
        return [.. _answers.SelectMany(answers => answers)];
    }

    /// <summary>Milliseconds of each, sorted.</summary>
    public static List<double> Latencies(IEnumerable<Answered> answers) =>
        [.. answers.Select(answer => Stopwatch.GetElapsedTime(answer.Sent, answer.Ended).TotalMilliseconds).Order()];

    private void Run(Uri server, byte[] request, List<Answered> answers, TimeSpan pace, int number)
    {
        var client = new InferClient(server);
        try
        {
            // Paced clients do not all ask at once.
            Thread.Sleep(pace * number / _threads.Length);
            var due = Stopwatch.GetTimestamp();
            while (!_stop)
            {
                var sent = Stopwatch.GetTimestamp();
                try
                {
                    if (client.Send(request).Status == 200)
                        answers.Add(new Answered(sent, Stopwatch.GetTimestamp()));
                    else
                        Interlocked.Increment(ref _failed);
                }
                catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
                {
                    Interlocked.Increment(ref _failed);
                    client.Dispose();
                    client = new InferClient(server);
                }
                due = Math.Max(due + (long)(pace.TotalSeconds * Stopwatch.Frequency), Stopwatch.GetTimestamp());
                var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (ahead > TimeSpan.Zero)
                    Thread.Sleep(ahead);
            }
        }
        finally
        {
            client.Dispose();
        }
    }
}
