using System.Net.Sockets;
using System.Text;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Feeds the service manager's watchdog with what it is about: a request is taken in and answered. It goes through the admin
/// socket, as any other; nothing is fed while it waits, however long that is.
/// </summary>
/// <param name="manager">The service manager.</param>
/// <param name="socket">Path of the admin socket.</param>
/// <param name="time">The clock.</param>
internal sealed class SelfCheck(ServiceManager manager, string socket, TimeProvider time)
{
    private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    /// <summary>Asks again and again until <paramref name="stopping"/>; returns at once when nobody watches.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (manager.Watchdog is not { } patience)
            return;
        try
        {
            while (true)
            {
                await AskAsync(stopping);
                manager.Alive();
                await Task.Delay(patience / 4, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    // A connection that is closed without an answer is one too many: somebody was there to close it.
    private async Task AskAsync(CancellationToken stopping)
    {
        try
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), stopping);
            await connection.SendAsync(s_request, SocketFlags.None, stopping);
            await connection.ReceiveAsync(new byte[64], SocketFlags.None, stopping);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
        }
    }
}
