using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Fleet;

/// <summary>From a repository to what one device must be.</summary>
public static class DesiredStateResolver
{
    /// <summary>
    /// The one desired state of a device: the sum of the profiles that select it. A repository has no two profiles that
    /// set the same thing for a device, so the order of profiles means nothing.
    /// </summary>
    /// <param name="repository">The fleet.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="lockedFiles">Every file of the release with its digest.</param>
    public static Validated<DesiredState> Resolve(
        FleetRepository repository,
        string deviceId,
        IReadOnlyCollection<LockedFile> lockedFiles
    )
    {
        if (repository.FindDevice(deviceId) is not { } device)
            return Unknown(repository, deviceId);
        var profiles = repository.ProfilesOf(device);
        var problems = new ProblemList();
        var models = new List<DesiredModel>();
        foreach (var profile in profiles)
            models.AddRange(
                profile.Spec.Models.Select(
                    (model, index) =>
                        WithGolden(model, lockedFiles, profile.Source.Locate("spec", "models", index), problems)
                )
            );
        return problems.Count > 0
            ? Validation.Invalid<DesiredState>(problems.All)
            : Validation.Valid(WithFiles(Merge(repository, device, profiles, models), lockedFiles));
    }

    /// <summary>As <see cref="Resolve"/>, of a working tree that has no lock yet: without the golden files.</summary>
    public static DesiredState WithoutLock(FleetRepository repository, DeviceManifest device)
    {
        var profiles = repository.ProfilesOf(device);
        return Merge(
            repository,
            device,
            profiles,
            profiles.SelectMany(profile => profile.Spec.Models).Select(model => new DesiredModel { Spec = model })
        );
    }

    private static DesiredState Merge(
        FleetRepository repository,
        DeviceManifest device,
        IReadOnlyList<ProfileManifest> profiles,
        IEnumerable<DesiredModel> models
    ) =>
        new()
        {
            Device = device.Name,
            Profiles = [.. profiles.Select(profile => profile.Name)],
            Models = [.. models.OrderBy(model => model.Spec.Name, StringComparer.Ordinal)],
            Containers =
            [
                .. profiles
                    .SelectMany(profile => profile.Spec.Containers)
                    .OrderBy(container => container.Name, StringComparer.Ordinal),
            ],
            Tuning = ProfileMerge.Tuning(profiles),
            Health = ProfileMerge.Health(profiles),
            Waves = repository.FindRollout(device.Channel)?.Waves ?? [],
            WhenRecalled = repository.FindRollout(device.Channel)?.WhenRecalled ?? RecallRule.Keep,
        };

    private static DesiredState WithFiles(DesiredState state, IReadOnlyCollection<LockedFile> lockedFiles) => state with
    {
        Containers =
        [
            .. state.Containers.Select(container =>
                container with { File = lockedFiles.FirstOrDefault(file => file.Path == container.Quadlet)?.Digest }),
        ],
    };

    private static DesiredModel WithGolden(
        ModelSpec model,
        IEnumerable<LockedFile> lockedFiles,
        SourceLocation at,
        ProblemList problems
    )
    {
        if (model.Golden is not { } golden)
            return new DesiredModel { Spec = model };
        var files = lockedFiles
            .Where(file => FleetLayout.IsBelow(file.Path, golden.Cases))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
            problems.Add(
                at,
                $"the lock names no file below {golden.Cases}",
                "release again with 'gitedge release', which writes the lock",
                ManifestRule.Files
            );
        return new DesiredModel { Spec = model, GoldenFiles = files };
    }

    private static Validated<DesiredState> Unknown(FleetRepository repository, string deviceId)
    {
        var known = repository.Devices.Select(device => device.Name).ToList();
        var nearest = Suggestion.For(deviceId, known);
        return Validation.Invalid<DesiredState>([
            new ManifestProblem(
                SourceLocation.StartOf($"{FleetLayout.Devices}/{deviceId}.yaml"),
                $"the fleet has no device {Quoting.Of(deviceId)}",
                nearest is null
                    ? "add its manifest and release, or give the device its right id"
                    : $"did you mean '{nearest}'? Else add its manifest and release",
                ManifestRule.Reference
            ),
        ]);
    }
}
