using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GitEdge.Testing;

/// <summary>The real <c>gitedge-inference serve</c> in a process of its own, on a free port and a socket in its root.</summary>
public sealed class InferenceServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log;

    private InferenceServerProcess(Process process, int id, StringBuilder log, Uri url, string socket)
    {
        _process = process;
        Id = id;
        _log = log;
        Url = url;
        AdminSocket = socket;
        Public = new HttpClient { BaseAddress = url, Timeout = Until.Limit };
        Admin = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://admin/"), Timeout = Until.Limit };
    }

    /// <summary>Where the public listener is.</summary>
    public Uri Url { get; }

    /// <summary>Path of the admin listener's socket.</summary>
    public string AdminSocket { get; }

    /// <summary>A client of the public listener.</summary>
    public HttpClient Public { get; }

    /// <summary>A client of the admin listener.</summary>
    public HttpClient Admin { get; }

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    /// <summary>Processor time it has used, all threads together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(Id);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What it has printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts it and waits until it serves what is active.</summary>
    /// <param name="root">The folder with slots.</param>
    /// <param name="arguments">More arguments of <c>serve</c>.</param>
    /// <param name="before">A tool to run it under, with its arguments.</param>
    /// <param name="socket">Path of the admin listener's socket; null puts it into the root.</param>
    /// <param name="executable">The program; the one of this build when null.</param>
    public static InferenceServerProcess Start(
        string root, IReadOnlyList<string>? arguments = null, IReadOnlyList<string>? before = null, string? socket = null, string? executable = null)
    {
        socket ??= Path.Combine(root, "admin.sock");
        string[] line =
        [
            .. before ?? [], executable ?? Executable(), "serve", "--root", root, "--listen", "http://127.0.0.1:0", "--admin", socket, .. arguments ?? [],
        ];
        var start = new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        var log = new StringBuilder();
        var serving = new TaskCompletionSource<Uri>();
        process.OutputDataReceived += (_, line) => Note(log, line.Data, serving);
        process.ErrorDataReceived += (_, line) => Note(log, line.Data, serving);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (Task.WhenAny(serving.Task, process.WaitForExitAsync()).Wait(Until.Limit) && serving.Task.IsCompleted)
            return new InferenceServerProcess(process, before is null ? process.Id : ChildOf(process.Id), log, serving.Task.Result, socket);
        process.Kill(entireProcessTree: true);
        lock (log)
            throw new InvalidOperationException($"{string.Join(' ', line)} did not serve: {log}");
    }

    /// <summary>Absolute path of the program under test.</summary>
    public static string Executable()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "gitedge-inference");
        var built = File.Exists(beside + ".dll") ? beside : Binaries.Inference;
        return File.Exists(built) ? built : throw new InvalidOperationException($"{built} is missing: the test project must reference GitEdge.Inference.");
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Tool.Run("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Waits for its end and gives the exit code.</summary>
    public int WaitForExit()
    {
        if (!_process.WaitForExit(Until.Limit))
            throw new InvalidOperationException($"The server does not end: {Log}");
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Public.Dispose();
        Admin.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int ChildOf(int id) => int.Parse(
        File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Single(), CultureInfo.InvariantCulture);

    private static void Note(StringBuilder log, string? line, TaskCompletionSource<Uri> serving)
    {
        const string Mark = "Serving on ";
        if (line is null)
            return;
        lock (log)
            log.AppendLine(line);
        if (line.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at)
            serving.TrySetResult(new Uri(line[(at + Mark.Length)..].Split(',')[0]));
    }
}
