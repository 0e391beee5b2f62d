using System.Text.Json;
using GitEdge.Agent.Cli.Output;
using GitEdge.Agent.State;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Status;

/// <summary>Reads the status the agent writes, and judges how far it can be relied on.</summary>
internal static class StatusReader
{
    /// <summary>A status carries the whole desired state of two generations.</summary>
    private const long LargestFile = 32 << 20;

    /// <summary>Between two writes while nothing is under way, at least.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    /// <summary>One long effect, such as a download, may pass between two writes.</summary>
    private static readonly TimeSpan BusyInterval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>Reads it as of <paramref name="now"/>; never throws for what is on disk.</summary>
    public static StatusRead Read(string runtime, DateTimeOffset now)
    {
        var path = Path.Combine(runtime, StatusWriter.FileName);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LargestFile)
                return Torn(path, Words.Say($"it is {file.Length} bytes long"));
            return JsonSerializer.Deserialize(file, StatusJson.Default.DeviceStatus) is { Conditions: not null } status
                ? new StatusRead(status, Judge(status, now))
                : Torn(path, "it holds no status");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new StatusRead(null, new Fault(FaultKind.Waiting, StatusReason.StatusMissing,
                $"'{path}' does not exist: the agent is not running, or has not finished its first pass.",
                "systemctl status gitedge-agent; journalctl -u gitedge-agent. Another place: --runtime DIR."));
        }
        catch (JsonException e)
        {
            return Torn(path, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StatusRead(null, new Fault(FaultKind.Waiting, StatusReason.StatusUnreadable,
                $"'{path}' cannot be read: {e.Message}", "Run it with sudo, or as a member of the group gitedge."));
        }
    }

    /// <summary>
    /// Null when the agent is heard of as often as it promised, and can know how its device is; three missed writes are too many.
    /// </summary>
    public static Fault? Judge(DeviceStatus status, DateTimeOffset now)
    {
        var age = now - status.At;
        if (age < -ClockTolerance)
            return new Fault(FaultKind.Waiting, StatusReason.StatusFromTheFuture,
                $"The status was written at {Words.Time(status.At)}, after the present {Words.Time(now)}: the clock was set back.",
                "Set the clock (timedatectl status), then wait for the next pass or restart gitedge-agent.");
        return age <= 3 * IntervalOf(status)
            ? FindUnknown(status)
            : new Fault(FaultKind.Waiting, StatusReason.StatusStale,
                $"The status is {Words.Duration(age)} old: the agent is not running or hangs. What follows may no longer be so.",
                "systemctl status gitedge-agent; journalctl -u gitedge-agent; systemctl restart gitedge-agent.");
    }

    /// <summary>A new device is not as it should be before its repository has said how that is.</summary>
    private static Fault? FindUnknown(DeviceStatus status) =>
        status is { Ok: true, LastContact: null, Current: null, Target: null } && status.Conditions.All(condition => condition.Type != ConditionType.GitReachable)
            ? new Fault(FaultKind.Waiting, StatusReason.NotReachedYet, "The agent has not heard from the fleet repository yet.",
                "Wait for the end of its first poll, which takes minutes where the repository hangs: gitedge status --watch.")
            : null;

    private static TimeSpan IntervalOf(DeviceStatus status)
    {
        var promised = (status.NextPoll ?? status.At) - status.At;
        var least = status.Phase is DeploymentPhase.Idle or DeploymentPhase.Probation or DeploymentPhase.Stalled
            ? ShortestInterval
            : BusyInterval;
        return promised > least ? promised : least;
    }

    private static StatusRead Torn(string path, string why) => new(null, new Fault(FaultKind.Waiting, StatusReason.StatusTorn,
        $"'{path}' is not a status: {why}",
        "The agent writes it anew on its next pass: systemctl reload gitedge-agent starts one now."));
}
