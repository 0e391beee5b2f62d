using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using GitEdge.Inference.Serving;

namespace GitEdge.Inference.Selftest;

/// <summary>
/// <c>gitedge-inference serve</c> in a process of its own, which a model may take down with it; started when it is needed. Calls
/// go over its socket, and block: the kernel ends the child with the thread that started it (PR_SET_PDEATHSIG).
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly string _root;
    private readonly TimeSpan _patience;
    private HttpClient? _client;
    private Process? _process;
    private string _lastWords = "";

    /// <param name="root">Folder of slots; the sockets go there too.</param>
    /// <param name="patience">How long one call may take.</param>
    public ServerProcess(string root, TimeSpan patience)
    {
        _root = root;
        _patience = patience;
    }

    /// <summary>Whether it runs, as far as is known.</summary>
    public bool IsRunning => _process is { HasExited: false };

    private string SocketPath => Path.Combine(_root, "admin.sock");

    /// <summary>Makes one call.</summary>
    /// <param name="path">Below the server's root.</param>
    /// <param name="body">Posted; null asks with GET.</param>
    /// <param name="header">Length of the body's JSON part where binary data follows.</param>
    /// <exception cref="IOException">The server can not be started; says why.</exception>
    public ServerReply Call(string path, byte[]? body, int? header = null)
    {
        Start();
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        if (header is { } length)
            request.Content!.Headers.Add(BodyForm.HeaderLength, length.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var response = _client!.Send(request);
            using var content = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(content);
            var json = response.Headers.TryGetValues(BodyForm.HeaderLength, out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture) : (int)content.Length;
            return new ServerReply(null, (int)response.StatusCode, content.ToArray(), json);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return new ServerReply(End(e), 0, [], 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Kill();

    private NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private void Start()
    {
        if (IsRunning)
            return;
        Kill();
        _lastWords = "";
        var path = Path.Combine(_root, "notify.sock");
        File.Delete(path);
        using var notify = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notify.Bind(new UnixDomainSocketEndPoint(path));
        var start = new ProcessStartInfo(Environment.ProcessPath!, [
            "serve", "--root", _root, "--listen", "http://127.0.0.1:0", "--admin", SocketPath, "--max-request-bytes", int.MaxValue.ToString(CultureInfo.InvariantCulture),
            "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NOTIFY_SOCKET"] = path;
        // What the service manager may have told this process is not for the child.
        foreach (var variable in (string[])["LISTEN_PID", "LISTEN_FDS", "WATCHDOG_USEC"])
            start.Environment.Remove(variable);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => _lastWords = line.Data is { Length: > 0 } said ? said : _lastWords;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AwaitReady(notify, _process);
        var handler = new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(Connect()), UseProxy = false };
        _client = new HttpClient(handler) { BaseAddress = new Uri("http://selftest/"), Timeout = _patience, MaxResponseContentBufferSize = int.MaxValue };
    }

    private void AwaitReady(Socket notify, Process process)
    {
        notify.ReceiveTimeout = 100;
        var message = new byte[512];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < s_startLimit && !process.HasExited;)
        {
            try
            {
                if (Encoding.UTF8.GetString(message, 0, notify.Receive(message)).Contains("READY=1", StringComparison.Ordinal))
                    return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // Looked at again: it may have died.
            }
        }
        throw new IOException($"the server does not start{(_lastWords.Length > 0 ? $": {_lastWords}" : "")}");
    }

    // A call that failed leaves a server that is dead, or of which nobody knows what it still does.
    private string End(Exception failure)
    {
        const int FirstSignal = 128;
        var process = _process!;
        // A connection breaks a moment before the process is seen to have ended.
        var died = failure is not TaskCanceledException && process.WaitForExit(TimeSpan.FromSeconds(5));
        var code = died ? process.ExitCode : 0;
        Kill();
        if (!died)
            return failure is TaskCanceledException ? $"no answer within {_patience.TotalSeconds} s" : $"the server hung up: {failure.Message}";
        return code > FirstSignal ? $"the server died of signal {code - FirstSignal}" : $"the server ended with {code}: {_lastWords}";
    }

    private void Kill()
    {
        _client?.Dispose();
        _client = null;
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }
}
