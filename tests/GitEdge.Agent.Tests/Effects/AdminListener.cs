using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Effects;

/// <summary>An admin listener that says what a test wants of one model <c>m</c>, version 7, on a real socket.</summary>
internal sealed class AdminListener : IDisposable
{
    public static readonly Sha256Digest Digest = Sha256Digest.Of([1]);

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();

    public AdminListener(string path)
    {
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen();
        _ = ServeAsync();
    }

    /// <summary>The model's entry of the index; null leaves it out.</summary>
    public string? Entry { get; set; } = EntryOf();

    public string Stats { get; set; } = StatsOf();

    /// <summary>Takes requests and says nothing.</summary>
    public bool IsHanging { get; set; }

    public static string EntryOf(string version = "7", string state = "READY", string reason = "", bool isDefault = true, string? digest = null) =>
        $$"""{"name":"m","version":"{{version}}","state":"{{state}}","reason":"{{reason}}","digest":"{{digest ?? Digest.ToString()}}","default":{{(isDefault ? "true" : "false")}},"size":5}""";

    public static string StatsOf(long requests = 0, long failures = 0, long rejected = 0, long bad = 0, double since = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"name":"m","version":"7","digest":"{{Digest}}","requests":{{requests}},"failures":{{failures}},"rejected":{{rejected}},"badOutputs":{{bad}},"longestConstantRun":1,"latencyMicroseconds":{"p50":10,"p95":2500,"p99":null},"residentBytes":100000000,"since":"{{Start.AddSeconds(since):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""");

    public void Dispose()
    {
        _end.Cancel();
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _socket.AcceptAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using (connection)
        {
            var asked = new StringBuilder();
            var buffer = new byte[4096];
            while (!IsWhole(asked.ToString()) && await connection.ReceiveAsync(buffer) is > 0 and var count)
                asked.Append(Encoding.UTF8.GetString(buffer, 0, count));
            if (IsHanging)
            {
                await connection.ReceiveAsync(buffer);
                return;
            }
            var body = asked.ToString().StartsWith("GET", StringComparison.Ordinal) ? Stats : $"[{Entry}]";
            await connection.SendAsync(Encoding.UTF8.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        }
    }

    private static bool IsWhole(string request) =>
        request.Contains("\r\n\r\n", StringComparison.Ordinal)
        && (request.StartsWith("GET", StringComparison.Ordinal) || request.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || request.EndsWith('}'));
}
