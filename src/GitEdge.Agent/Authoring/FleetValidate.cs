using GitEdge.Core.Containers;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Authoring;

/// <summary>Tells of a working tree whether every device could take it.</summary>
internal static class FleetValidate
{
    /// <summary>The fleet in a folder, or every problem of it.</summary>
    public static Validated<FleetRepository> Run(string directory, ReadFleet read)
    {
        var tree = WorkingTree.Read(directory);
        var fleet = read(tree.Files, tree.Paths);
        return tree.Problems.Count == 0
            ? fleet
            : Validation.Invalid<FleetRepository>([.. tree.Problems, .. fleet.Problems]);
    }

    /// <summary>What this version cannot carry out, device by device; such a device refuses the release.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="channel">Only devices of this channel; null means all.</param>
    public static IReadOnlyList<(string Device, UnsupportedItem Item)> FindUnsupported(
        FleetRepository fleet,
        string? channel = null
    ) =>
        [
            .. from device in fleet.Devices
            where channel is null || string.Equals(device.Channel, channel, StringComparison.Ordinal)
            from item in DesiredStateResolver.WithoutLock(fleet, device).UnsupportedBy(DeviceAbilities.WithHelper)
            select (device.Name, item),
        ];

    /// <summary>What containers ask for beyond the built-in list: a device takes it only where its owner allows it, which nobody knows here.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="directory">Its working tree.</param>
    public static IReadOnlyList<ManifestProblem> FindForbidden(FleetRepository fleet, string directory)
    {
        var files = WorkingTree.Read(directory).Files;
        return
        [
            .. fleet.Devices.Select(device => DesiredStateResolver.WithoutLock(fleet, device).Containers)
                .SelectMany(containers => containers.SelectMany(container => ContainerCheck.FindForbidden(
                    container, [.. containers.Select(one => one.Name)], files[container.Quadlet].Span, ContainerPolicy.Standard)))
                .Distinct(),
        ];
    }
}
