using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>The device: a model server and an agent, seen as an operator sees them.</summary>
internal sealed class DemoDevice : IDisposable
{
    /// <summary>Also on a machine that has much else to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    private readonly string _folder;
    private readonly string _gitedge;
    private readonly string _root;
    private readonly Commands _commands;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private Process? _agent;

    /// <summary>A device whose root is <paramref name="root"/>; nothing runs yet.</summary>
    public DemoDevice(string folder, string gitedge, string root, Commands commands, TimeProvider time)
    {
        (_folder, _gitedge, _root, _commands, _time) = (folder, gitedge, root, commands, time);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Server = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Server, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Where the models are served.</summary>
    public Uri Server { get; }

    private string Runtime => Path.Combine(_folder, "run");

    private string AdminSocket => Path.Combine(_folder, "run", "inference.sock");

    private string Configuration => Path.Combine(_folder, "agent.yaml");

    /// <summary>Writes agent.yaml and starts the model server, which has nothing to serve yet.</summary>
    public async Task InstallAsync(DemoFleet fleet, string inference, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Runtime);
        await File.WriteAllTextAsync(Configuration, $"""
            apiVersion: gitedge.io/v1
            kind: Agent
            metadata:
              name: {DemoFleet.Device}
            spec:
              repoId: {fleet.RepoId}
              channel: {DemoFleet.Channel}
              allowedSigners: {fleet.AllowedSigners}
              root: {_root}
              runtime: {Runtime}
              remotes:
                - name: origin
                  url: {fleet.Url}
              poll:
                interval: 1s
              diskReserve: 1MiB
              inference:
                admin: {AdminSocket}
                executable: {inference}

            """, cancellation);
        _commands.Serve(Log("inference"), inference, "serve", "--root", _root, "--listen", Server.AbsoluteUri, "--admin", AdminSocket);
        await UntilAsync("the model server to answer", async () => await AskAsync("v2/health/live", cancellation) is not null, () => "no answer; " + Tail("inference"), cancellation);
    }

    /// <summary>Starts the agent, as its unit would.</summary>
    public void StartAgent() => _agent = _commands.Serve(Log("agent"), _gitedge, "agent", "--config", Configuration);

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAgentAsync(CancellationToken cancellation)
    {
        _agent!.Kill();
        await _agent.WaitForExitAsync(cancellation);
    }

    /// <summary>What <c>gitedge status --json</c> says.</summary>
    public async Task<DeviceStatus> StatusAsync(CancellationToken cancellation)
    {
        var (_, output) = await _commands.TryAsync(_gitedge, ["status", "--json", "--runtime", Runtime], cancellation);
        try
        {
            return JsonSerializer.Deserialize(output, StatusJson.Default.DeviceStatus)!;
        }
        catch (JsonException)
        {
            throw new DemoException("'gitedge status --json' to print the status", output.Trim());
        }
    }

    /// <summary>The digest of the model that answers, as the server itself reports it; null when none does.</summary>
    public async Task<string?> ServedDigestAsync(CancellationToken cancellation)
    {
        if (await AskAsync("v2/models/vad", cancellation) is not { } answer)
            return null;
        using var metadata = JsonDocument.Parse(answer);
        return metadata.RootElement.GetProperty("gitedge").GetProperty("digest").GetString();
    }

    /// <summary>How many requests the server's own metrics say that its one loaded model answered; null when not one is loaded.</summary>
    public async Task<long?> CountedAsync(CancellationToken cancellation)
    {
        var metrics = await AskAsync("metrics", cancellation) ?? "";
        string[] lines = [.. metrics.Split('\n').Where(line => line.StartsWith("nv_inference_request_success{", StringComparison.Ordinal))];
        return lines.Length == 1 ? long.Parse(lines[0].Split(' ')[^1], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Waits until the history has a step of a release; returns it.</summary>
    public async Task<HistoryEntry> WaitForStepAsync(long counter, DeploymentPhase from, DeploymentPhase to, CancellationToken cancellation)
    {
        HistoryEntry? found = null;
        await UntilAsync($"release {DemoFleet.Channel}/{counter} to go from {from} to {to}",
            () => Task.FromResult((found = History(counter).LastOrDefault(entry => entry.From == from && entry.To == to)) is not null), Describe, cancellation);
        return found!;
    }

    /// <summary>Waits until the published status is as wanted; returns it.</summary>
    public async Task<DeviceStatus> WaitForStatusAsync(string expected, Func<DeviceStatus, bool> wanted, CancellationToken cancellation)
    {
        DeviceStatus? status = null;
        await UntilAsync(expected, () => Task.FromResult((status = Published()) is not null && wanted(status)), Describe, cancellation);
        return status!;
    }

    /// <summary>The steps of a release, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History(long counter)
    {
        var path = Path.Combine(_root, "history.jsonl");
        if (!File.Exists(path))
            return [];
        // A line without its end is being written just now.
        var lines = File.ReadAllText(path).Split('\n')[..^1];
        return [.. lines.Select(line => JsonSerializer.Deserialize(line, StatusJson.Default.HistoryEntry)!).Where(entry => entry.Release.Counter == counter)];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The file behind <c>gitedge status</c>: looked at often, where starting a process each time would load the device.</summary>
    private DeviceStatus? Published()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(Runtime, "status.json")), StatusJson.Default.DeviceStatus);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private async Task UntilAsync(string expected, Func<Task<bool>> reached, Func<string> seen, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        while (!await reached())
        {
            if (_agent is { HasExited: true })
                throw new DemoException(expected, $"the agent ended with exit code {_agent.ExitCode}; {Tail("agent")}");
            if (_time.GetElapsedTime(start) > Patience)
                throw new DemoException($"{expected} within {Patience.TotalSeconds:0} s", seen());
            await Task.Delay(Look, _time, cancellation);
        }
    }

    private async Task<string?> AskAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(path, cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellation) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private string Describe()
    {
        if (Published() is not { } status)
            return "no status; " + Tail("agent");
        var wrong = status.Conditions.Where(condition => !condition.Ok).Select(condition => $"{condition.Type} {condition.Reason}: {condition.Message}");
        return $"phase {status.Phase}, accepted {status.Accepted}, current {status.Current?.Release}, target {status.Target?.Release}; {string.Join("; ", wrong)}; {Tail("agent")}";
    }

    private string Log(string name) => Path.Combine(_folder, name + ".log");

    private string Tail(string name) => File.Exists(Log(name))
        ? $"the last lines of its log:\n{string.Join('\n', File.ReadLines(Log(name)).TakeLast(8))}"
        : "it wrote no log";
}
