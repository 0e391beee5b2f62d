using System.Text.Json;
using GitEdge.Core.Status;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Bus;

/// <summary>The agent as an object on the bus: what may be asked of it, and what it tells.</summary>
/// <param name="actions">What it does.</param>
/// <param name="status">The status as it stands.</param>
internal sealed class AgentObject(AgentActions actions, Func<DeviceStatus> status)
{
    /// <summary>The greatest time that can be told: the last second of the year 9999.</summary>
    private static readonly ulong LastSecond = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static readonly Task<WriteValues> Nothing = Task.FromResult<WriteValues>(static _ => { });

    /// <summary>The status as it stands.</summary>
    public DeviceStatus Status => status();

    /// <summary>What is served.</summary>
    public BusObject Describe() => new(AgentBusNames.Path,
    [
        new BusInterface(AgentBusNames.Name)
        {
            Methods =
            [
                new("Reconcile", (caller, _) => DoAsync(caller, "reconcile", actions.Reconcile)),
                new("Pause", (caller, reader) => PauseAsync(caller, reader.ReadUInt64())) { Takes = [new("until", "t")] },
                new("Resume", (caller, _) => DoAsync(caller, "resume", () => Keep(actions.Resume))),
                new("RollBack", (caller, _) => RollBackAsync(caller)),
            ],
            Properties = PropertiesOf(status),
            Signals =
            [
                new("GenerationChanged", [new("generation", "x"), new("release", "s")]),
                new("ConditionChanged", [new("type", "s"), new("ok", "b"), new("reason", "s"), new("message", "s")]),
            ],
        },
    ]);

    /// <summary>The properties of a status.</summary>
    public static IReadOnlyList<BusProperty> PropertiesOf(Func<DeviceStatus> status) =>
    [
        new("Device", "s", writer => writer.WriteString(status().Device)),
        new("Channel", "s", writer => writer.WriteString(status().Channel)),
        new("Phase", "s", writer => writer.WriteString(status().Phase.ToString())),
        new("Release", "s", writer => writer.WriteString(ReleaseOf(status()))),
        new("Generation", "x", writer => writer.WriteInt64(status().Current?.Number ?? 0)),
        new("Paused", "b", writer => writer.WriteBoolean(status().Pause is not null)),
        new("PausedUntil", "t", writer => writer.WriteUInt64((ulong)(status().Pause?.Until?.ToUnixTimeSeconds() ?? 0))),
        new("Conditions", "a(sbss)", writer => WriteConditions(writer, status().Conditions)),
        new("StatusJson", "s", writer => writer.WriteString(JsonSerializer.Serialize(status(), StatusJson.Default.DeviceStatus))) { IsAnnounced = false },
    ];

    /// <summary>The committed release; empty before the first.</summary>
    public static string ReleaseOf(DeviceStatus status) => status.Current?.Release.ToString() ?? "";

    private static void WriteConditions(BusWriter writer, IReadOnlyList<Condition> conditions) => writer.WriteArray("(sbss)", items =>
    {
        foreach (var condition in conditions)
            items.WriteStruct("sbss", fields => WriteCondition(fields, condition));
    });

    /// <summary>A condition's four values.</summary>
    public static void WriteCondition(BusWriter writer, Condition condition)
    {
        writer.WriteString(condition.Type.ToString());
        writer.WriteBoolean(condition.Ok);
        writer.WriteString(condition.Reason);
        writer.WriteString(condition.Message);
    }

    private static async Task<WriteValues> DoAsync(BusCaller caller, string action, Action act)
    {
        await CallerGate.RequireAsync(caller, action);
        act();
        return await Nothing;
    }

    private Task<WriteValues> PauseAsync(BusCaller caller, ulong until) => until > LastSecond
        ? throw new BusException(BusErrorNames.InvalidArguments, $"{until} is no time: seconds since 1970, or 0 for until it is lifted.")
        : DoAsync(caller, "pause", () => Keep(() => actions.Pause(until == 0 ? null : DateTimeOffset.FromUnixTimeSeconds((long)until))));

    private async Task<WriteValues> RollBackAsync(BusCaller caller)
    {
        await CallerGate.RequireAsync(caller, "rollback");
        return await actions.RollBackAsync()
            ? await Nothing
            : throw new BusException(AgentBusNames.NothingInProbation, "Nothing is in probation: there is nothing to go back from.");
    }

    private static void Keep(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BusException(AgentBusNames.NotKept, $"It could not be written down, so it is not so: {e.Message}");
        }
    }
}
