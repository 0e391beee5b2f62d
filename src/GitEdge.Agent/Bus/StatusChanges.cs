using GitEdge.Core.Status;
using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Bus;

/// <summary>Tells the bus what is another in a status than in the one before.</summary>
/// <param name="bus">The connection.</param>
/// <param name="first">The status from which on changes are told.</param>
internal sealed class StatusChanges(BusConnection bus, DeviceStatus first)
{
    private DeviceStatus _before = first;

    /// <summary>Sends signals for what changed.</summary>
    /// <exception cref="BusException">The connection has ended.</exception>
    public async Task TellAsync(DeviceStatus status)
    {
        var before = _before;
        _before = status;
        var changed = AgentObject.PropertiesOf(() => status).Where(one => one.IsAnnounced && IsChanged(one.Name, before, status)).ToList();
        if (changed.Count > 0)
            await bus.EmitChangedAsync(AgentBusNames.Path, AgentBusNames.Name, changed);
        if (before.Current?.Number != status.Current?.Number)
            await EmitAsync("GenerationChanged", writer =>
            {
                writer.WriteInt64(status.Current?.Number ?? 0);
                writer.WriteString(AgentObject.ReleaseOf(status));
            });
        foreach (var condition in status.Conditions.Where(one => !before.Conditions.Any(old => IsSame(old, one))))
            await EmitAsync("ConditionChanged", writer => AgentObject.WriteCondition(writer, condition));
    }

    private Task EmitAsync(string member, WriteValues body) => bus.EmitAsync(AgentBusNames.Path, AgentBusNames.Name, member, body);

    private static bool IsChanged(string property, DeviceStatus before, DeviceStatus after) => property switch
    {
        "Phase" => before.Phase != after.Phase,
        "Release" => before.Current?.Release != after.Current?.Release,
        "Generation" => before.Current?.Number != after.Current?.Number,
        "Paused" => before.Pause is null != after.Pause is null,
        "PausedUntil" => before.Pause?.Until != after.Pause?.Until,
        "Conditions" => !before.Conditions.SequenceEqual(after.Conditions, EqualityComparer<Condition>.Create((a, b) => IsSame(a!, b!))),
        _ => false,
    };

    private static bool IsSame(Condition one, Condition other) =>
        (one.Type, one.Ok, one.Reason, one.Message) == (other.Type, other.Ok, other.Reason, other.Message);
}
