using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Tells systemd how the server is doing: datagrams of sd_notify(3) on NOTIFY_SOCKET. Started by hand, every call does nothing.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;

    /// <summary>Reads NOTIFY_SOCKET and WATCHDOG_USEC through <paramref name="variable"/>.</summary>
    public ServiceManager(Func<string, string?> variable)
    {
        if (long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
            Watchdog = TimeSpan.FromMicroseconds(microseconds);
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } path)
            return;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
    }

    /// <summary>After how long a silence systemd ends the server; null when it does not watch.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>The active models are loaded, and requests are answered.</summary>
    public void Ready(int models) => Send(string.Create(CultureInfo.InvariantCulture, $"READY=1\nSTATUS=Serving {models} models"));

    /// <summary>Starting goes on and takes up to <paramref name="time"/> more.</summary>
    public void Starting(string status, TimeSpan time) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)time.TotalMicroseconds}\nSTATUS={status}"));

    /// <summary>The server answers requests.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>The server stops: what runs is finished.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=Finishing requests");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string message)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            // Nobody listens any more: the server goes on serving.
        }
    }
}
