using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Bench.Load;

/// <summary>
/// The cheapest HTTP/1.1 client there can be: one connection, one thread, one request built once and sent again, so that
/// what is measured is the server and not the client beside it on the same processors.
/// </summary>
internal sealed class InferClient : IDisposable
{
    private const string Digest = "GitEdge-Model-Digest: ";
    private const string Length = "Content-Length: ";

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>Connects.</summary>
    public InferClient(Uri server) => _socket.Connect(server.Host, server.Port);

    /// <summary>Sends a whole request and reads the answer: its status and the digest of the model that gave it.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public InferAnswer Send(ReadOnlySpan<byte> request)
    {
        while (request.Length > 0)
            request = request[_socket.Send(request)..];
        var filled = 0;
        var end = -1;
        while (end < 0)
        {
            filled += Receive(filled);
            end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        var head = Encoding.ASCII.GetString(_buffer, 0, end + 2);
        var whole = end + 4 + int.Parse(Field(head, Length), CultureInfo.InvariantCulture);
        while (filled < whole)
            filled += Receive(filled);
        return new InferAnswer(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), Field(head, Digest));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int Receive(int filled) => _socket.Receive(_buffer.AsSpan(filled)) is > 0 and var count ? count : throw new IOException("The server closed the connection.");

    private static string Field(string head, string name)
    {
        var at = head.IndexOf("\r\n" + name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return "0";
        at += 2 + name.Length;
        return head[at..head.IndexOf("\r\n", at, StringComparison.Ordinal)];
    }
}
