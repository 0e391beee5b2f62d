using GitEdge.Core.Primitives;

namespace GitEdge.Core.Status;

/// <summary>The conditions of a device, at most one of each type.</summary>
public static class Conditions
{
    /// <summary>The reason of a condition that is as it should be.</summary>
    public const string Ok = "ok";

    /// <summary>
    /// <paramref name="conditions"/> with <paramref name="type"/> set by <paramref name="fault"/> (null: all is well). The
    /// time stays when neither state nor reason changed; the very same list comes back when nothing changed at all.
    /// </summary>
    public static IReadOnlyList<Condition> With(
        this IReadOnlyList<Condition> conditions, ConditionType type, Fault? fault, string good, DateTimeOffset now)
    {
        var before = conditions.FirstOrDefault(condition => condition.Type == type);
        var after = fault is null
            ? new Condition(type, true, Ok, good, "", now)
            : new Condition(type, false, fault.Reason, fault.Message, fault.Cure, now);
        if (before is not null && before.Ok == after.Ok && before.Reason == after.Reason)
            after = after with { Since = before.Since };
        return after == before
            ? conditions
            : [.. conditions.Where(condition => condition.Type != type).Append(after).OrderBy(condition => condition.Type)];
    }
}
