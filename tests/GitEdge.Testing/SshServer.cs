using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GitEdge.Testing;

/// <summary>A real sshd on a free port of loopback, with its own host key and one key that is let in. Needs root.</summary>
public sealed class SshServer : IDisposable
{
    private readonly Process _process;

    private SshServer(Process process, string directory, int port)
    {
        _process = process;
        Directory = directory;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>A private key that is let in.</summary>
    public string IdentityFile => Path.Combine(Directory, "client");

    /// <summary>Its host key, as a client should know it.</summary>
    public string KnownHostsFile => Path.Combine(Directory, "known_hosts");

    private string Directory { get; }

    /// <summary>The address of a repository, for whoever runs the tests.</summary>
    public string Url(string repository) => string.Create(CultureInfo.InvariantCulture, $"ssh://{Environment.UserName}@127.0.0.1:{Port}{repository}");

    /// <summary>Starts it; keys are made when <paramref name="directory"/> has none.</summary>
    public static SshServer Start(string directory, int? port = null)
    {
        System.IO.Directory.CreateDirectory(directory);
        System.IO.Directory.CreateDirectory("/run/sshd");
        foreach (var key in new[] { "host", "client" })
        {
            if (!File.Exists(Path.Combine(directory, key)))
                Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(directory, key)]);
        }
        var chosen = port ?? NginxServer.FreePort();
        File.Copy(Path.Combine(directory, "client.pub"), Path.Combine(directory, "authorized_keys"), overwrite: true);
        var host = File.ReadAllText(Path.Combine(directory, "host.pub"));
        File.WriteAllText(Path.Combine(directory, "known_hosts"), string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{chosen} {host}"));
        var configuration = Path.Combine(directory, "sshd_config");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            Port {chosen}
            ListenAddress 127.0.0.1
            HostKey {directory}/host
            AuthorizedKeysFile {directory}/authorized_keys
            PidFile {directory}/pid
            StrictModes no
            UsePAM no
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            LogLevel ERROR
            """) + "\n");
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", configuration]) { UseShellExecute = false })!;
        WaitUntilListening(process, chosen);
        return new SshServer(process, directory, chosen);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void WaitUntilListening(Process process, int port)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(10))
        {
            if (process.HasExited)
                throw new InvalidOperationException("sshd ended; its words are above.");
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }
        throw new InvalidOperationException($"sshd did not listen on {port} within ten seconds.");
    }
}
