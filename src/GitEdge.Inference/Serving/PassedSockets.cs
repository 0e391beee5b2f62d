using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GitEdge.Inference.Serving;

/// <summary>
/// Listening sockets that systemd made and keeps (sd_listen_fds(3)): who connects while the server restarts waits in them
/// instead of being refused. Which is which says the kind of the socket.
/// </summary>
internal sealed class PassedSockets
{
    private const int First = 3;

    private readonly List<ulong> _public = [];
    private readonly List<string> _names = [];

    /// <summary>Descriptors of the public listener's sockets; empty when none was passed.</summary>
    public IReadOnlyList<ulong> Public => _public;

    /// <summary>Where those listen: <c>http://127.0.0.1:8500</c>.</summary>
    public IReadOnlyList<string> Urls => _names;

    /// <summary>Descriptor of the admin listener's socket; null when none was passed.</summary>
    public ulong? Admin { get; private set; }

    /// <summary>Path of that socket; null when none was passed.</summary>
    public string? AdminPath { get; private set; }

    /// <summary>Reads LISTEN_PID and LISTEN_FDS through <paramref name="variable"/>; those for another process do not count.</summary>
    public static PassedSockets From(Func<string, string?> variable)
    {
        var passed = new PassedSockets();
        var mine = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (variable("LISTEN_PID") != mine || !int.TryParse(variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return passed;
        for (var descriptor = First; descriptor < First + count; descriptor++)
            passed.Add(descriptor);
        return passed;
    }

    private void Add(int descriptor)
    {
        // Only looked at: the listener opens it again, and systemd keeps it whatever happens here.
        using var handle = new SafeSocketHandle(descriptor, ownsHandle: false);
        using var socket = new Socket(handle);
        if (socket.LocalEndPoint is UnixDomainSocketEndPoint unix)
            (Admin, AdminPath) = ((ulong)descriptor, unix.ToString());
        else if (socket.LocalEndPoint is IPEndPoint address)
        {
            _public.Add((ulong)descriptor);
            _names.Add($"http://{address}");
        }
    }
}
