using System.Net.Sockets;
using System.Text;

namespace GitEdge.Agent.Cli.Doctor;

/// <summary>Is the model server there, and does it answer?</summary>
internal static class ServerChecks
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int PatienceMilliseconds = 2000;

    public static DoctorFinding Executable(string path)
    {
        if (!File.Exists(path))
            return DoctorFinding.Failure($"'{path}' does not exist.", "Reinstall the package, or correct inference.executable in the configuration.");
        return (new FileInfo(path).UnixFileMode & AnyExecute) == UnixFileMode.None
            ? DoctorFinding.Failure($"'{path}' may not be executed.", $"chmod 755 {path}")
            : DoctorFinding.Ok($"'{path}' is there.");
    }

    /// <summary>Asks for one line of HTTP: a server that hangs accepts connections too.</summary>
    public static DoctorFinding AdminSocket(string path)
    {
        const string cure = "systemctl status gitedge-inference; journalctl -u gitedge-inference.";
        if (!File.Exists(path))
            return DoctorFinding.Failure($"'{path}' does not exist: the model server is not running.", cure);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            {
                ReceiveTimeout = PatienceMilliseconds,
                SendTimeout = PatienceMilliseconds,
            };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8);
            var answer = new byte[64];
            var line = Encoding.ASCII.GetString(answer, 0, socket.Receive(answer)).Split('\r')[0];
            return line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
                ? DoctorFinding.Ok($"'{path}' answers ({line}).")
                : DoctorFinding.Failure($"'{path}' answers, but not in HTTP.", cure);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            return DoctorFinding.Unknown($"User {Environment.UserName} may not connect to '{path}'.", "Check as the agent's user: sudo -u gitedge gitedge doctor.");
        }
        catch (SocketException e)
        {
            return DoctorFinding.Failure($"'{path}' does not answer: {e.Message}.", cure);
        }
    }
}
