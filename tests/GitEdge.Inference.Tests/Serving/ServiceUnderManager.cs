using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Inference.Tests.Serving;

/// <summary>
/// The real server under something that does to it what systemd does: it makes the sockets and keeps them (sd_listen_fds(3)),
/// hears what the server says (sd_notify(3)), and starts it again on SIGUSR1.
/// </summary>
internal sealed class ServiceUnderManager : IDisposable
{
    // A descriptor is inherited below $^F only; .NET passes none on.
    private const string Manager = """
        use strict; use IO::Socket::INET; use IO::Socket::UNIX;
        $^F = 9;
        my $path = shift;
        my $tcp = IO::Socket::INET->new(Listen => 128, LocalAddr => '127.0.0.1', LocalPort => 0) or die $!;
        my $unix = IO::Socket::UNIX->new(Listen => 128, Local => $path) or die $!;
        die "descriptors" unless fileno($tcp) == 3 && fileno($unix) == 4;
        my ($child, $end, $again);
        $SIG{TERM} = sub { $end = 1; kill 'TERM', $child };
        $SIG{USR1} = sub { $again = 1; kill 'TERM', $child };
        $| = 1;
        print $tcp->sockport, "\n";
        until ($end) {
          $child = fork;
          if (!$child) { $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 2; exec @ARGV or die $! }
          1 until waitpid($child, 0) == $child;
          die "ended with $?" unless $end || $again;
          $again = 0;
        }
        """;

    private readonly TempDirectory _directory = new();
    private readonly Socket _notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Until.Limit.TotalMilliseconds };
    private readonly Process _process;

    /// <summary>Starts it; it may not serve yet.</summary>
    /// <param name="root">The folder with slots.</param>
    public ServiceUnderManager(string root)
    {
        _notify.Bind(new UnixDomainSocketEndPoint(_directory["notify"]));
        AdminSocket = _directory["admin.sock"];
        var start = new ProcessStartInfo("perl",
            ["-e", Manager, AdminSocket, InferenceServerProcess.Executable(), "serve", "--root", root, "--listen", "http://127.0.0.1:1", "--admin", "/nowhere/admin.sock"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["NOTIFY_SOCKET"] = _directory["notify"];
        start.Environment["WATCHDOG_USEC"] = "1000000";
        _process = Process.Start(start)!;
        Url = new Uri($"http://127.0.0.1:{_process.StandardOutput.ReadLine()}");
    }

    public Uri Url { get; }

    public string AdminSocket { get; }

    /// <summary>Has the server end and start again.</summary>
    public void Restart() => Tool.Run("kill", ["-USR1", $"{_process.Id}"]);

    /// <summary>What the server says next.</summary>
    public string Said()
    {
        var buffer = new byte[2048];
        return Encoding.UTF8.GetString(buffer, 0, _notify.Receive(buffer));
    }

    /// <summary>What the server says up to something that begins so, that included.</summary>
    public List<string> SaidUntil(string start)
    {
        var said = new List<string> { Said() };
        while (!said[^1].StartsWith(start, StringComparison.Ordinal))
            said.Add(Said());
        return said;
    }

    public void Dispose()
    {
        Tool.Try("kill", ["-TERM", $"{_process.Id}"]);
        if (!_process.WaitForExit(Until.Limit))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _notify.Dispose();
        _directory.Dispose();
    }
}
