using System.Diagnostics;
using System.Globalization;

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
    public static SshServer Start(string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        System.IO.Directory.CreateDirectory("/run/sshd");
        foreach (var key in new[] { "host", "client" })
        {
            if (!File.Exists(Path.Combine(directory, key)))
                Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(directory, key)]);
        }
        File.Copy(Path.Combine(directory, "client.pub"), Path.Combine(directory, "authorized_keys"), overwrite: true);
        var (process, port) = StartedServer.On(port => Start(directory, port));
        var host = File.ReadAllText(Path.Combine(directory, "host.pub"));
        File.WriteAllText(Path.Combine(directory, "known_hosts"), string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{port} {host}"));
        return new SshServer(process, directory, port);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string directory, int port)
    {
        var configuration = Path.Combine(directory, "sshd_config");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            Port {port}
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
        return Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", configuration]) { UseShellExecute = false })!;
    }
}
