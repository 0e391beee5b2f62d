namespace GitEdge.Core.Containers;

/// <summary>
/// What has to be done for exactly the wanted containers to run. It is made from what runs, not from what ran before: so it is
/// the same after a crash, and for a way back.
/// </summary>
public sealed record ContainerPlan
{
    /// <summary>Names of those that run and are not wanted.</summary>
    public required IReadOnlyList<string> Stop { get; init; }

    /// <summary>Those that do not run as they should; a start or a restart.</summary>
    public required IReadOnlyList<ContainerUnit> Start { get; init; }

    /// <summary>Whether nothing has to be done.</summary>
    public bool IsEmpty => Stop.Count == 0 && Start.Count == 0;

    /// <summary>Compares what is wanted with what is.</summary>
    /// <param name="wanted">What is to run.</param>
    /// <param name="found">Every container of GitEdge's.</param>
    /// <param name="isActive">Whether systemd says that a unit is active.</param>
    public static ContainerPlan Of(IReadOnlyList<ContainerUnit> wanted, IReadOnlyList<ObservedContainer> found, Func<ContainerUnit, bool> isActive) => new()
    {
        Stop = [.. found.Select(one => one.Name).Distinct(StringComparer.Ordinal)
            .Where(name => !wanted.Any(unit => unit.Name == name)).Order(StringComparer.Ordinal)],
        Start = [.. wanted.Where(unit => !isActive(unit) || !found.Any(one =>
            one.IsRunning && one.Name == unit.Name && one.Content == unit.Content.Hex))],
    };
}
