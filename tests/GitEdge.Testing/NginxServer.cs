using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GitEdge.Testing;

/// <summary>A real nginx with a configuration of the test's own, on a free port of loopback.</summary>
public sealed class NginxServer : IDisposable
{
    private readonly Process _process;

    private NginxServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>
    /// Starts it and waits until it accepts connections. <paramref name="serverBlock"/> is the inside of nginx's
    /// <c>server { }</c> without the <c>listen</c> line; files lie below <paramref name="directory"/>.
    /// </summary>
    public static NginxServer Start(string directory, string serverBlock, bool tls = false)
    {
        var port = FreePort();
        Directory.CreateDirectory(Path.Combine(directory, "nginx"));
        var configuration = Path.Combine(directory, "nginx", "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off; user root; worker_processes 1; pid {{directory}}/nginx/pid; error_log {{directory}}/nginx/error.log;
            events { worker_connections 256; }
            http {
              access_log {{directory}}/nginx/access.log;
              client_body_temp_path {{directory}}/nginx/body; proxy_temp_path {{directory}}/nginx/proxy;
              fastcgi_temp_path {{directory}}/nginx/fastcgi; uwsgi_temp_path {{directory}}/nginx/uwsgi; scgi_temp_path {{directory}}/nginx/scgi;
              server { listen 127.0.0.1:{{port}}{{(tls ? " ssl" : "")}}; {{serverBlock}} }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-c", configuration, "-p", directory, "-e", "stderr"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        WaitUntilListening(process, port, configuration);
        return new NginxServer(process, port);
    }

    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void WaitUntilListening(Process process, int port, string configuration)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(10))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"nginx -c {configuration} ended: {process.StandardError.ReadToEnd()}");
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
        throw new InvalidOperationException($"nginx did not listen on {port} within ten seconds.");
    }
}
