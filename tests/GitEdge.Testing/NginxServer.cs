using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Testing;

/// <summary>A real nginx with a configuration of the test's own, on a free port of loopback.</summary>
public sealed class NginxServer : IDisposable
{
    private readonly Process _process;
    private readonly string _log;
    private readonly Uri _origin;
    private int _marks;

    private NginxServer(Process process, string log, Uri origin)
    {
        _process = process;
        _log = log;
        _origin = origin;
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _origin.Port;

    /// <summary>
    /// Starts it and waits until it accepts connections. <paramref name="serverBlock"/> is the inside of nginx's
    /// <c>server { }</c> without the <c>listen</c> line; files lie below <paramref name="directory"/>.
    /// </summary>
    public static NginxServer Start(string directory, string serverBlock, bool tls = false)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, "nginx")).FullName;
        var (process, port) = StartedServer.On(port => Start(directory, folder, $"listen 127.0.0.1:{port}{(tls ? " ssl" : "")}; {serverBlock}"));
        return new NginxServer(process, Path.Combine(folder, "access.log"), new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{port}/"));
    }

    /// <summary>
    /// nginx's log, one line for each request that was answered by now. A line is written after the answer, so a request more
    /// is made, and its line waited for: there is one worker, which does one thing after the other.
    /// </summary>
    public IReadOnlyList<string> ReadRequests()
    {
        const string Mark = "/end-of-requests-";
        var mark = string.Create(CultureInfo.InvariantCulture, $"{Mark}{++_marks}-");
        Tool.Run("curl", ["--silent", "--insecure", "--noproxy", "*", "--output", "/dev/null", new Uri(_origin, mark).AbsoluteUri]);
        var lines = Array.Empty<string>();
        Until.TrueAsync(() => (lines = File.ReadAllLines(_log)).Any(line => line.Contains(mark, StringComparison.Ordinal)), "the log of a request").GetAwaiter().GetResult();
        return [.. lines.Where(line => !line.Contains(Mark, StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string directory, string folder, string server)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off; user root; worker_processes 1; pid {{folder}}/pid; error_log {{folder}}/error.log;
            events { worker_connections 256; }
            http {
              access_log {{folder}}/access.log;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              server { {{server}} }
            }
            """);
        return Process.Start(new ProcessStartInfo("nginx", ["-c", configuration, "-p", directory, "-e", "stderr"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
    }
}
