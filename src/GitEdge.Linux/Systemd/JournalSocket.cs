using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Linux.Systemd;

/// <summary>
/// Sends entries with fields to systemd's journal, in its native protocol (systemd.io, "Native Journal Protocol"): one
/// datagram an entry, every field in the length-prefixed form, so that no value can begin a field of its own.
/// </summary>
public sealed class JournalSocket : IDisposable
{
    /// <summary>Where the journal listens.</summary>
    public const string DefaultPath = "/run/systemd/journal/socket";

    private const int LongestValue = 32 << 10;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _address;

    /// <summary>Sends to the socket at <paramref name="path"/>; nothing is connected yet.</summary>
    public JournalSocket(string path = DefaultPath) => _address = new UnixDomainSocketEndPoint(path);

    /// <summary>Sends one entry. False when the journal does not take it: log it another way.</summary>
    /// <param name="fields">Names of upper-case letters, digits and underscores, with their values; long values are cut.</param>
    public bool TrySend(IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var entry = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        foreach (var (name, value) in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(value.Length > LongestValue ? value[..LongestValue] : value);
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
            entry.Write(Encoding.ASCII.GetBytes(name));
            entry.WriteByte((byte)'\n');
            entry.Write(length);
            entry.Write(bytes);
            entry.WriteByte((byte)'\n');
        }
        try
        {
            _socket.SendTo(entry.GetBuffer().AsSpan(0, (int)entry.Length), _address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
