using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using GitEdge.Agent.Cli.Demo;

namespace GitEdge.Agent.Tests.Cli.Demo;

/// <summary>The clients against a server that answers well, badly, or not at all.</summary>
public sealed class TrafficTests
{
    private const string Digest = "sha256:0000";

    private static readonly SpeechSource s_speech = SpeechSource.Cut(Enumerable.Range(0, 5120).Select(i => i / 5120f).ToArray());

    [Fact]
    public async Task Clients_of_a_good_server_have_every_request_answered_and_carry_their_state_on()
    {
        var states = new List<float>();
        var totals = await RunAsync(1, (context, body, count) =>
        {
            states.Add(MemoryMarshal.Cast<byte, float>(body.AsSpan(^(8 + 1024)..^8))[0]);
            Reply(context, probability: 0.5f, state: count);
        });
        Assert.True(totals.Answered >= 5);
        Assert.Equal((totals.Sent, 0, 0, 0), (totals.Answered, totals.Failed, totals.Outstanding, totals.Bad));
        Assert.Equal(Digest, Assert.Single(totals.Lines).Digest);
        Assert.Equal(Enumerable.Range(0, states.Count).Select(i => (float)i), states);
    }

    [Fact]
    public async Task Requests_that_fail_in_any_way_are_counted_as_failed_and_the_clients_go_on()
    {
        var kinds = new int[6];
        var totals = await RunAsync(4, (context, _, count) =>
        {
            kinds[count % 6]++;
            switch (count % 6)
            {
                case 0: Reply(context, 0.5f, 1); break;
                case 1: context.Response.StatusCode = 503; context.Response.Close(); break;
                case 2: context.Response.Abort(); break;
                case 3: Reply(context, 0.5f, 1, cut: 4); break;
                case 4: Reply(context, 0.5f, 1, digest: false); break;
                case 5: context.Response.Close("no tensors"u8.ToArray(), willBlock: true); break;
            }
        });
        Assert.True(totals.Sent >= 24, $"{totals.Sent}");
        Assert.Equal(totals.Sent, totals.Answered + totals.Failed);
        Assert.Equal(kinds[0], totals.Answered);
        Assert.Equal(kinds[1], totals.Failures.Where(failure => failure.Key.StartsWith("HTTP 503", StringComparison.Ordinal)).Sum(failure => failure.Value));
    }

    [Fact]
    public async Task NaN_answers_are_answered_bad_and_do_not_spoil_the_next_request()
    {
        var spoilt = 0;
        var totals = await RunAsync(1, (context, body, count) =>
        {
            if (!MemoryMarshal.Cast<byte, float>(body.AsSpan(^(8 + 1024)..^8)).ToArray().All(float.IsFinite))
                spoilt++;
            Reply(context, count % 2 == 0 ? float.NaN : 0.5f, count % 3 == 0 ? float.PositiveInfinity : 1);
        });
        Assert.Equal((0, 0), (totals.Failed, spoilt));
        Assert.InRange(totals.Bad, totals.Answered / 2, totals.Answered - 1);
    }

    [Fact]
    public async Task Clients_without_a_server_fail_every_request_and_stop_when_told()
    {
        using var port = new ClosedPort();
        await using var traffic = Traffic.Start(new Uri($"http://127.0.0.1:{port.Number}/"), s_speech, 2, TimeSpan.FromMilliseconds(5), DemoClock.Begin(TimeProvider.System));
        await UntilSentAsync(traffic, 10);
        await traffic.StopAsync();
        var totals = traffic.Ledger.Totals();
        Assert.True(totals.Failed >= 10);
        Assert.Equal(totals.Sent, totals.Failed);
    }

    private static async Task<LedgerTotals> RunAsync(int clients, Action<HttpListenerContext, byte[], int> answer)
    {
        using var listener = Listen();
        var address = listener.Prefixes.Single();
        var serving = ServeAsync(listener, answer);
        await using (var traffic = Traffic.Start(new Uri(address), s_speech, clients, TimeSpan.FromMilliseconds(5), DemoClock.Begin(TimeProvider.System)))
        {
            await UntilSentAsync(traffic, 30);
            await traffic.StopAsync();
            // Once it is stopped, disposing it would bind the port again, which may be another's by then.
            listener.Close();
            await serving;
            return traffic.Ledger.Totals();
        }
    }

    // It can not choose a free port, and one that was free may be taken by now.
    private static HttpListener Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new HttpListener();
            using (var free = new ClosedPort())
                listener.Prefixes.Add($"http://127.0.0.1:{free.Number}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < 5)
            {
                listener.Close();
            }
        }
    }

    private static Task UntilSentAsync(Traffic traffic, int count) =>
        Until.TrueAsync(() => traffic.Ledger.Totals().Sent >= count, $"{count} requests");

    private static async Task ServeAsync(HttpListener listener, Action<HttpListenerContext, byte[], int> answer)
    {
        try
        {
            for (var count = 0; ; count++)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                answer(context, body.ToArray(), count);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static void Reply(HttpListenerContext context, float probability, float state, int cut = 0, bool digest = true)
    {
        var header = Encoding.UTF8.GetBytes("""
            {"model_name":"vad","outputs":[{"name":"output","parameters":{"binary_data_size":4}},{"name":"stateN","parameters":{"binary_data_size":1024}}]}
            """);
        var states = Enumerable.Repeat(state + 1, 256).ToArray();
        byte[] content = [.. header, .. BitConverter.GetBytes(probability), .. MemoryMarshal.AsBytes<float>(states)];
        if (digest)
            context.Response.Headers["GitEdge-Model-Digest"] = Digest;
        context.Response.Headers["Inference-Header-Content-Length"] = $"{header.Length}";
        context.Response.Close(content[..^cut], willBlock: true);
    }
}
