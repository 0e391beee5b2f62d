using System.Net;
using System.Net.Sockets;

namespace GitEdge.Agent.Artifacts;

/// <summary>
/// Makes the connections to http sources. It resolves the name itself, once, and connects to the very addresses it has
/// judged: a name that has another address a moment later leads nowhere else.
/// </summary>
internal sealed class SourceDialer(SourcePolicy policy)
{
    /// <summary>Gives the addresses of a host name; the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A connection to the first allowed address that answers.</summary>
    /// <exception cref="SourceRefusedException">The host, or each of its addresses, is not allowed.</exception>
    /// <exception cref="SocketException">No address, or none that answers.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (!policy.AllowsHost(target.Host))
            throw new SourceRefusedException(FetchFaults.HostNotAllowed(target.Host));
        var isLiteral = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal);
        var addresses = isLiteral ? [literal!] : await Resolve(target.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => policy.Objection(address) is null);
        if (allowed.Length == 0 && addresses.Length > 0)
            throw new SourceRefusedException(FetchFaults.AddressNotAllowed(target.Host, addresses[0], policy.Objection(addresses[0])!, isLiteral));
        return await ConnectAsync(allowed, target.Port, cancellationToken);
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var last = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last;
    }
}
