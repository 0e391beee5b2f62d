using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace GitEdge.Agent.Tests.Artifacts;

/// <summary>A server that says exactly what a test has it say: for answers no honest server gives. One answer per connection.</summary>
internal sealed partial class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _requests = [];

    /// <summary>Starts it; <paramref name="answer"/> gets the number of the request, from 1, and the position asked for.</summary>
    public RawServer(Func<int, long, Stream, CancellationToken, Task> answer)
    {
        _listener.Start();
        _ = AcceptAsync(answer);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/model";

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>Writes an answer: the head with CRLF line ends, then the body.</summary>
    public static async Task SayAsync(Stream stream, string head, ReadOnlyMemory<byte> body = default)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<int, long, Stream, CancellationToken, Task> answer)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, Func<int, long, Stream, CancellationToken, Task> answer)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var (head, number) = (await ReadHeadAsync(stream), 0);
                lock (_requests)
                {
                    _requests.Add(head);
                    number = _requests.Count;
                }
                var range = Range().Match(head);
                var offset = range.Success ? long.Parse(range.Groups["from"].Value, CultureInfo.InvariantCulture) : 0;
                await answer(number, offset, stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client had enough.
            }
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var (head, buffer) = (new StringBuilder(), new byte[4096]);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is var count and > 0)
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return head.ToString();
    }

    [GeneratedRegex(@"Range: bytes=(?<from>\d+)-\r\n", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Range();
}
