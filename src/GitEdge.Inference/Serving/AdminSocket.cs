using System.Net.Sockets;

namespace GitEdge.Inference.Serving;

/// <summary>The admin listener's socket in the file system.</summary>
internal static class AdminSocket
{
    /// <summary>Owner and group may connect; connecting takes the right to write.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>
    /// Makes way for a new socket: removes one that nobody listens on any more, and makes its folder.
    /// </summary>
    /// <returns>Why there is no way, or null.</returns>
    public static string? Prepare(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            return null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return $"Another server listens on {path}: stop it first, or give --admin another path.";
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // connect(2) says the same of a stale socket and of an ordinary file with content.
            if (new FileInfo(path).Length > 0)
                return $"{path} is not a socket: remove it, or give --admin another path.";
            File.Delete(path);
            return null;
        }
        catch (SocketException exception)
        {
            return $"{path} is in the way: {exception.Message}.";
        }
    }
}
