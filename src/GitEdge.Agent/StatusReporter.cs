using System.Globalization;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent;

/// <summary>Tells people: status file, history, journal, service manager. Nothing here decides or undoes anything.</summary>
internal sealed class StatusReporter
{
    private const int MaxText = 4000;
    private const int MaxRejected = 10;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    private readonly StatusWriter _file;
    private readonly MetricsWriter? _metrics;
    private readonly HistoryLog _history;
    private readonly ServiceNotifier _service;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private DeviceStatus _status;
    private string? _note;
    private IReadOnlyList<string> _notices = [];
    private long _lastProgress;
    private AgentCounters _counters = new();
    private long _entered;

    /// <summary>A reporter for one device.</summary>
    public StatusReporter(AgentManifest agent, ServiceNotifier service, ILogger log, TimeProvider time)
    {
        _file = new StatusWriter(agent.Runtime);
        _metrics = agent.Metrics is { } path ? new MetricsWriter(path) : null;
        _entered = time.GetTimestamp();
        _history = new HistoryLog(agent.Root);
        _service = service;
        _log = log;
        _time = time;
        _status = new DeviceStatus
        {
            Device = agent.Device,
            Channel = agent.Channel,
            Agent = typeof(StatusReporter).Assembly.GetName().Version!.ToString(3),
            At = time.GetUtcNow(),
        };
    }

    /// <summary>The status as it stands, whether or not it could be written.</summary>
    public DeviceStatus Current => _status;

    /// <summary>Takes in where the device is when the agent starts.</summary>
    public void Begin(DeploymentState state) => Update(status => Of(status, state));

    /// <summary>True when every condition is as it should be.</summary>
    public bool Ok => _status.Ok;

    /// <summary>Takes in whether an operator keeps the device from beginning anything new; null: nobody does.</summary>
    public void Pause(OperatorPause? pause) => Update(status => status with { Pause = pause });

    /// <summary>Told of every status, in order. It must not block.</summary>
    public Action<DeviceStatus> Told { get; set; } = static _ => { };

    /// <summary>Sets a condition; a change is logged. Nothing that acts on a terminal gets into the status.</summary>
    public void Set(ConditionType type, Fault? found, string good) => Update(status =>
    {
        var fault = found is null ? null : found with { Message = ControlText.Escape(found.Message, MaxText) };
        var after = status.Conditions.With(type, fault, good, _time.GetUtcNow());
        var before = status.Conditions.FirstOrDefault(condition => condition.Type == type);
        if (fault is not null && (before is null || before.Ok || before.Reason != fault.Reason || before.Message != fault.Message))
            Log.ConditionBad(_log, type, fault.Reason, fault.Message, fault.Cure);
        else if (fault is null && before is { Ok: false })
            Log.ConditionGood(_log, type, good);
        return status with { Conditions = after };
    });

    /// <summary>Takes in what the device was found to be.</summary>
    public void Observed(ObservedState observed) => Update(status => status with
    {
        Models = observed.Served is { } served
            ? [.. served.Select(model => new ModelStatus(model.Name, model.Version, model.Digest, model.Ready, model.Default))]
            : null,
    });

    /// <summary>Takes in what a poll gave.</summary>
    public void Polled(ReleaseOffer offer)
    {
        // What stays as it is, a remote that is down say, is told once and not at every poll.
        foreach (var notice in offer.Notices.Except(_notices, StringComparer.Ordinal))
            Log.Notice(_log, notice);
        _notices = offer.Notices;
        // The gravest is the condition's. Of the others a person reads a few; all of them are counted.
        var rejected = _counters.NewOf(offer.Distrusted.Skip(1)).ToList();
        foreach (var fault in rejected.Take(MaxRejected))
            Log.Rejected(_log, fault.Reason, fault.Message, fault.Cure);
        if (rejected.Count > MaxRejected)
            Log.Notice(_log, FormattableString.Invariant($"{rejected.Count - MaxRejected} more rejections are new; the metrics count all of them by their reasons."));
        _counters = _counters.Polled(offer.Unreachable is null, offer.Distrusted);
        Update(status => status with
        {
            LastContact = offer.Unreachable is null ? _time.GetUtcNow() : status.LastContact,
            Accepted = offer is { Release: { } release, IsFallback: false }
                ? ReleaseName.Of(release)
                : status.Accepted,
        });
    }

    /// <summary>When the next poll is due.</summary>
    public void NextPoll(DateTimeOffset due)
    {
        Update(status => status with { NextPoll = due });
        WriteMetrics();
    }

    /// <summary>How far the present phase is, 0 to 1; written at most twice a second.</summary>
    public void Progress(double share)
    {
        if (_time.GetElapsedTime(_lastProgress) < ProgressEvery)
            return;
        _lastProgress = _time.GetTimestamp();
        Update(status => status with { Progress = share });
    }

    /// <summary>What a trial found, for the history.</summary>
    public void Tried(string model, PreflightVerdict verdict)
    {
        var measured = verdict.Measured;
        var candidate = measured.CandidateP95Microseconds is { } p95 ? string.Create(CultureInfo.InvariantCulture, $"; p95 {p95:0} µs") : "";
        var running = measured.RunningP95Microseconds is { } before
            ? string.Create(CultureInfo.InvariantCulture, $", running {before:0} µs, ratio {measured.Ratio:0.00}")
            : "";
        _note = string.Create(CultureInfo.InvariantCulture,
            $"{model}: {verdict.Reason}; {measured.Cases} golden cases{candidate}{running}; peak {measured.CandidatePeakBytes >> 20} MiB; {measured.TotalMilliseconds:0} ms in all");
        Log.Tried(_log, model, verdict.Reason, _note);
    }

    /// <summary>Words that go into the history with the next change of phase.</summary>
    public void Note(string text) => _note = text;

    /// <summary>Takes in a step of the deployment machine, after it was persisted.</summary>
    public void Changed(DeploymentState before, DeploymentEvent happened, DeploymentState after)
    {
        var now = _time.GetUtcNow();
        if (before.Phase != after.Phase && (after.Target ?? before.Target ?? after.Current ?? before.Current) is { } generation)
        {
            var fault = ReferenceEquals(after.Fault, before.Fault) ? null : after.Fault;
            Record(new HistoryEntry
            {
                At = now,
                Transaction = generation.Transaction,
                Generation = generation.Number,
                Release = generation.Release,
                From = before.Phase,
                To = after.Phase,
                Fault = fault,
                Note = _note,
            });
            _note = null;
            Log.Phase(_log, generation.Release, generation.Number, generation.Transaction, before.Phase, after.Phase, fault?.Reason ?? "ok");
            _service.Status($"{after.Phase} {generation.Release}");
        }
        Update(status => Of(status, after));
        if (before.Phase == after.Phase)
            return;
        _counters = _counters.Left(before.Phase, _time.GetElapsedTime(_entered));
        _entered = _time.GetTimestamp();
        WriteMetrics();
    }

    /// <summary>Once a pass and at each step: what only progresses waits for those.</summary>
    public void WriteMetrics() => TryWrite("metrics", () => _metrics?.Write(_status, _counters));

    private static DeviceStatus Of(DeviceStatus status, DeploymentState state) => status with
    {
        Phase = state.Phase,
        Current = GenerationStatus.Of(state.Current),
        Target = GenerationStatus.Of(state.Target),
        Soaked = state.Soaked,
        Progress = null,
    };

    private void Record(HistoryEntry entry) => TryWrite("history", () => _history.Append(entry));

    private void TryWrite(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ReportFailed(_log, what, e.Message);
        }
    }

    private void Update(Func<DeviceStatus, DeviceStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status) with { At = _time.GetUtcNow() };
            TryWrite("status", () => _file.Write(_status));
            Told(_status);
        }
    }
}
