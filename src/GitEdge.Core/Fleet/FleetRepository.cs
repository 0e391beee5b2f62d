using GitEdge.Core.Fleet.Checks;
using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet;

/// <summary>A fleet repository without a problem: every file by itself and all of them together.</summary>
public sealed class FleetRepository
{
    private FleetRepository(FleetSources sources, FleetManifest fleet)
    {
        Fleet = fleet;
        Devices = [.. sources.Devices.OrderBy(device => device.Name, StringComparer.Ordinal)];
        Profiles = [.. sources.Profiles.OrderBy(profile => profile.Name, StringComparer.Ordinal)];
        Rollouts = [.. sources.Rollouts.OrderBy(rollout => rollout.Channel, StringComparer.Ordinal)];
    }

    /// <summary>fleet.yaml.</summary>
    public FleetManifest Fleet { get; }

    /// <summary>The devices, sorted by id.</summary>
    public IReadOnlyList<DeviceManifest> Devices { get; }

    /// <summary>The profiles, sorted by name.</summary>
    public IReadOnlyList<ProfileManifest> Profiles { get; }

    /// <summary>The rollouts, sorted by channel; one for every channel.</summary>
    public IReadOnlyList<RolloutManifest> Rollouts { get; }

    /// <summary>Checks the files against each other. Problems found while reading stay and are added to.</summary>
    public static Validated<FleetRepository> Create(FleetSources sources)
    {
        var problems = new ProblemList();
        LayoutChecks.Run(sources, problems);
        ReferenceChecks.Run(sources, problems);
        PolicyChecks.Run(sources, problems);
        ConflictChecks.Run(sources, problems);
        var all = sources.Problems.Concat(problems.All).ToList();
        return all.Count == 0 && sources.Fleet is { } fleet
            ? Validation.Valid(new FleetRepository(sources, fleet))
            : Validation.Invalid<FleetRepository>(all);
    }

    /// <summary>The device of an id, or null.</summary>
    public DeviceManifest? FindDevice(string id) =>
        Devices.FirstOrDefault(device => string.Equals(device.Name, id, StringComparison.Ordinal));

    /// <summary>The rollout of a channel, or null.</summary>
    public RolloutManifest? FindRollout(string channel) =>
        Rollouts.FirstOrDefault(rollout => string.Equals(rollout.Channel, channel, StringComparison.Ordinal));

    /// <summary>The profiles that select a device, sorted by name.</summary>
    public IReadOnlyList<ProfileManifest> ProfilesOf(DeviceManifest device) =>
        [.. Profiles.Where(profile => device.Matches(profile.MatchLabels))];
}
