using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GitEdge.Core.Deployments;
using GitEdge.Core.Status;

namespace GitEdge.Bench.Device;

/// <summary>A device: the published server and the published agent, each in a process of its own.</summary>
internal sealed class BenchDevice : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly BenchOptions _options;
    private readonly string _folder;
    private readonly StringBuilder _log = new();
    private Process? _agent;

    /// <summary>A device below <paramref name="folder"/> whose server runs and whose agent does not.</summary>
    public BenchDevice(BenchOptions options, string folder)
    {
        (_options, _folder) = (options, folder);
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Runtime);
        Server = InferenceServerProcess.Start(Root, executable: options.Inference);
    }

    /// <summary>The server.</summary>
    public InferenceServerProcess Server { get; }

    /// <summary>The agent's process id.</summary>
    public int AgentId => _agent!.Id;

    /// <summary>What the agent has printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>The device's root folder.</summary>
    public string Root => Path.Combine(_folder, "root");

    /// <summary>The file of <c>gitedge status</c>.</summary>
    public string StatusFile => Path.Combine(Runtime, "status.json");

    private string Runtime => Path.Combine(_folder, "run");

    private string Configuration => Path.Combine(_folder, "agent.yaml");

    /// <summary>Writes agent.yaml.</summary>
    public void Configure(BenchFleet fleet, string url, TimeSpan poll, string? authority = null) => File.WriteAllText(Configuration, $"""
        apiVersion: gitedge.io/v1
        kind: Agent
        metadata:
          name: {BenchFleet.Device}
        spec:
          repoId: {BenchFleet.RepoId}
          channel: {BenchFleet.Channel}
          allowedSigners: {fleet.AllowedSigners}
          root: {Root}
          runtime: {Runtime}
          remotes:
            - name: origin
              url: {url}
        {(authority is null ? "" : $"      caFile: {authority}")}
          poll:
            interval: {(int)poll.TotalSeconds}s
          diskReserve: 1MiB
          inference:
            admin: {Server.AdminSocket}
            executable: {_options.Inference}

        """);

    /// <summary>Starts the agent.</summary>
    public void StartAgent()
    {
        // What an earlier one said must not be taken for this one's word.
        File.Delete(StatusFile);
        var start = new ProcessStartInfo(_options.Agent, ["agent", "--config", Configuration]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _agent = Process.Start(start)!;
        _agent.OutputDataReceived += (_, line) => Note(line.Data);
        _agent.ErrorDataReceived += (_, line) => Note(line.Data);
        _agent.BeginOutputReadLine();
        _agent.BeginErrorReadLine();
    }

    /// <summary>Ends the agent.</summary>
    public void StopAgent()
    {
        if (_agent is not { HasExited: false } agent)
            return;
        ProcessSignal.Terminate(agent.Id);
        if (!agent.WaitForExit(s_patience))
            throw new InvalidOperationException($"The agent does not end: {Log}");
    }

    /// <summary>One pass in a process of its own; returns its exit code.</summary>
    public int RunOnce() => Tool.Try(_options.Agent, ["agent", "--config", Configuration, "--once"]).ExitCode;

    /// <summary>Waits until the device has nothing to do and says what runs.</summary>
    public DeviceStatus WaitForIdle(Func<DeviceStatus, bool> wanted)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < s_patience)
        {
            if (_agent is { HasExited: true })
                throw new InvalidOperationException($"The agent ended: {Log}");
            if (TryStatus() is { Phase: DeploymentPhase.Idle } status && wanted(status))
                return status;
            Thread.Sleep(10);
        }
        throw new InvalidOperationException($"The device did not get there within {s_patience.TotalSeconds} s; phase {TryStatus()?.Phase}: {Log}");
    }

    /// <summary>Waits until a release is what runs.</summary>
    public void WaitForCommit(long counter) => WaitForIdle(status => status.Current?.Release.Counter == counter);

    /// <summary>The steps of every deployment so far.</summary>
    public IReadOnlyList<HistoryEntry> History() =>
        [.. File.ReadLines(Path.Combine(Root, "history.jsonl")).Select(line => JsonSerializer.Deserialize(line, StatusJson.Default.HistoryEntry)!)];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_agent is { HasExited: false })
            _agent.Kill();
        _agent?.WaitForExit();
        _agent?.Dispose();
        Server.Dispose();
    }

    private DeviceStatus? TryStatus()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StatusFile), StatusJson.Default.DeviceStatus);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private void Note(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
