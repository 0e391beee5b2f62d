using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>
/// One listener on one connection: sends a frame of speech and the state of the frame before, as a real microphone
/// would, through the Open Inference Protocol with binary tensors.
/// </summary>
internal sealed class SpeechClient : IDisposable
{
    private const int StateLength = 2 * 128;
    private const string HeaderLength = "Inference-Header-Content-Length";

    private static readonly byte[] s_header = """
        {"inputs":[{"name":"input","shape":[1,512],"datatype":"FP32","parameters":{"binary_data_size":2048}},
        {"name":"state","shape":[2,1,128],"datatype":"FP32","parameters":{"binary_data_size":1024}},
        {"name":"sr","shape":[],"datatype":"INT64","parameters":{"binary_data_size":8}}],
        "parameters":{"binary_data_output":true}}
        """u8.ToArray();

    private readonly HttpClient _http;
    private readonly SpeechSource _speech;
    private readonly RequestLedger _ledger;
    private readonly TimeProvider _time;
    private readonly long _opened;
    private float[] _state = new float[StateLength];
    private int _next;

    /// <summary>A client of <paramref name="server"/> that begins at frame <paramref name="first"/>.</summary>
    public SpeechClient(Uri server, SpeechSource speech, int first, RequestLedger ledger, DemoClock clock)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(60),
        };
        (_speech, _next, _ledger) = (speech, first, ledger);
        (_time, _opened) = (clock.Time, clock.Start);
    }

    /// <summary>
    /// After <paramref name="delay"/>, sends a frame every <paramref name="pace"/> until <paramref name="stop"/>; a request under way
    /// is seen through.
    /// </summary>
    public async Task RunAsync(TimeSpan delay, TimeSpan pace, CancellationToken stop)
    {
        await Task.Delay(delay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var due = _time.GetElapsedTime(_opened);
        while (!stop.IsCancellationRequested)
        {
            await AskAsync(_speech.Frames[_next++ % _speech.Frames.Count]);
            due += pace;
            var ahead = due - _time.GetElapsedTime(_opened);
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else
                due -= ahead; // Late: go on from here rather than in a burst.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task AskAsync(float[] frame)
    {
        using var request = Request(frame);
        _ledger.Sent();
        try
        {
            var sent = _time.GetElapsedTime(_opened);
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            var at = _time.GetElapsedTime(_opened);
            if (!response.IsSuccessStatusCode)
                _ledger.Failed($"HTTP {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
            else
                _ledger.Answered(new Answer(at, at - sent, response.Headers.GetValues("GitEdge-Model-Digest").Single(), Take(response, body)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it was, the request was not answered.
            _ledger.Failed($"{e.GetType().Name}: {e.Message}");
        }
    }

    private HttpRequestMessage Request(float[] frame)
    {
        long[] rate = [SpeechSource.Rate];
        var content = new ByteArrayContent(
        [
            .. s_header, .. MemoryMarshal.AsBytes<float>(frame), .. MemoryMarshal.AsBytes<float>(_state), .. MemoryMarshal.AsBytes<long>(rate),
        ]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(HeaderLength, s_header.Length.ToString(CultureInfo.InvariantCulture));
        return new HttpRequestMessage(HttpMethod.Post, "v2/models/vad/infer") { Content = content };
    }

    /// <summary>Keeps the new state; true when an output holds something that is no number.</summary>
    private bool Take(HttpResponseMessage response, byte[] body)
    {
        var length = int.Parse(Header(response, HeaderLength), NumberStyles.None, CultureInfo.InvariantCulture);
        using var header = JsonDocument.Parse(body.AsMemory(0, length));
        float[]? probability = null, state = null;
        foreach (var output in header.RootElement.GetProperty("outputs").EnumerateArray())
        {
            var size = output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
            var values = MemoryMarshal.Cast<byte, float>(body.AsSpan(length, size)).ToArray();
            length += size;
            if (output.GetProperty("name").ValueEquals("output"))
                probability = values;
            else if (output.GetProperty("name").ValueEquals("stateN"))
                state = values;
        }
        if (probability is not { Length: 1 } || state is not { Length: StateLength } || length != body.Length)
            throw new InvalidDataException("the answer does not hold one 'output' and one 'stateN' of the right size");
        var healthy = state.All(float.IsFinite);
        _state = healthy ? state : new float[StateLength];
        return !healthy || !float.IsFinite(probability[0]);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Concat(values)
            : throw new InvalidDataException($"the answer has no header {name}");
}
