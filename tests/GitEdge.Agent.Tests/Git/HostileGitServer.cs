using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GitEdge.Agent.Git;

namespace GitEdge.Agent.Tests.Git;

/// <summary>A Git server over http that says what a test has it say: for what no honest server says. One answer per connection.</summary>
internal sealed class HostileGitServer : IDisposable
{
    /// <summary>What comes before the list and its flush packet.</summary>
    public const string Greeting = "001e# service=git-upload-pack\n0000";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _list;
    private readonly Func<Stream, CancellationToken, Task>? _pack;
    private int _requests;

    /// <summary>Starts it; <paramref name="list"/> answers the first request, <paramref name="pack"/> the one for objects.</summary>
    public HostileGitServer(Func<Stream, CancellationToken, Task> list, Func<Stream, CancellationToken, Task>? pack = null)
    {
        (_list, _pack) = (list, pack);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The remote it is.</summary>
    public GitRemoteOptions Remote => new() { Name = "hostile", Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/fleet.git" };

    /// <summary>Requests that came whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Offers one release whose tag is <paramref name="tag"/> and sends <paramref name="pack"/> for it.</summary>
    public static HostileGitServer Offering(GitObjectId tag, byte[] pack) => new(
        (stream, _) => ListAsync(stream, Lines([$"{tag} refs/tags/rollout/prod/1"])),
        (stream, _) => PackAsync(stream, (byte[])[.. "0008NAK\n"u8, .. pack]));

    /// <summary>An answer that lists references.</summary>
    public static Task ListAsync(Stream stream, ReadOnlyMemory<byte> list, string more = "") =>
        SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Type: application/x-git-upload-pack-advertisement{more}", list);

    /// <summary>An answer to the request for objects.</summary>
    public static Task PackAsync(Stream stream, ReadOnlyMemory<byte> body, string more = "") =>
        SayAsync(stream, $"HTTP/1.1 200 OK\nContent-Type: application/x-git-upload-pack-result{more}", body);

    /// <summary>References as a server lists them: pkt-lines, capabilities after the first, a flush packet at the end.</summary>
    public static byte[] Lines(IEnumerable<string> references)
    {
        using var list = new MemoryStream();
        list.Write(Encoding.ASCII.GetBytes(Greeting));
        foreach (var (index, reference) in references.Index())
            list.Write(Line(index == 0 ? $"{reference}\0ofs-delta\n" : reference + "\n"));
        list.Write("0000"u8);
        return list.ToArray();
    }

    /// <summary>One pkt-line; bytes, so that a name may hold any of them.</summary>
    public static byte[] Line(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes((bytes.Length + 4).ToString("x4", CultureInfo.InvariantCulture)), .. bytes];
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task SayAsync(Stream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var isPack = await ReadRequestAsync(stream);
                Interlocked.Increment(ref _requests);
                await (isPack ? _pack! : _list)(stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client had enough.
            }
        }
    }

    /// <summary>Reads head and body: what is left unread when a connection is closed would take the answer with it.</summary>
    private static async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var (request, buffer) = ("", new byte[4096]);
        while (!IsWhole(request) && await stream.ReadAsync(buffer) is var count and > 0)
            request += Encoding.Latin1.GetString(buffer, 0, count);
        return request.StartsWith("POST", StringComparison.Ordinal);
    }

    private static bool IsWhole(string request)
    {
        const string Length = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var at = request.IndexOf(Length, StringComparison.Ordinal) + Length.Length;
        return at < Length.Length || request.Length - end - 4 >= int.Parse(request.AsSpan(at, request.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
    }
}
