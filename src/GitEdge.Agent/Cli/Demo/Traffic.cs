namespace GitEdge.Agent.Cli.Demo;

/// <summary>Several clients at a steady pace, all in one ledger.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SpeechClient> _clients = [];
    private readonly Task _running;

    private Traffic(Uri server, SpeechSource speech, int clients, TimeSpan pace, DemoClock clock)
    {
        Ledger = new RequestLedger();
        for (var i = 0; i < clients; i++)
            _clients.Add(new SpeechClient(server, speech, i * speech.Frames.Count / clients, Ledger, clock));
        // Spread over one pace, so that time without an answer shows.
        _running = Task.WhenAll(_clients.Select((client, i) => Task.Run(() => client.RunAsync(pace * i / clients, pace, _stop.Token))));
    }

    /// <summary>What became of every request; its times are those of the demo's clock.</summary>
    public RequestLedger Ledger { get; }

    /// <summary>Starts <paramref name="clients"/> clients, each beginning elsewhere in the speech.</summary>
    public static Traffic Start(Uri server, SpeechSource speech, int clients, TimeSpan pace, DemoClock clock) =>
        new(server, speech, clients, pace, clock);

    /// <summary>Stops asking and waits for the last answers.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _clients.ForEach(client => client.Dispose());
        _stop.Dispose();
    }
}
