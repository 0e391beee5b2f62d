using GitEdge.Core.Manifests;

namespace GitEdge.Core.Fleet.Checks;

/// <summary>Everything a profile sets, each thing by the name under which only one profile may set it for a device.</summary>
internal static class ProfileSettings
{
    private static readonly string[] TuningValues = ["cpuGovernor", "energyPreference", "transparentHugepages", "tunedProfile", "powerProfile", "confirmWithin"];

    // Probes are left out: those of several profiles add up.
    private static readonly string[] HealthValues = ["soak", "limits"];

    public static IEnumerable<(string Setting, SourceLocation At)> Of(ProfileManifest profile)
    {
        var (source, spec) = (profile.Source, profile.Spec);
        var named = spec
            .Models.Select((model, index) => ($"model '{model.Name}'", source.Locate("spec", "models", index, "name")))
            .Concat(
                spec.Containers.Select(
                    (container, index) =>
                        ($"container '{container.Name}'", source.Locate("spec", "containers", index, "name"))
                )
            );
        var sysctl =
            spec.Tuning?.Sysctl.Keys.Select(key =>
                ($"sysctl '{CanonicalSysctl(key)}'", source.Locate("spec", "tuning", "sysctl", key))
            )
            ?? [];
        var units =
            spec.Tuning?.Units.SelectMany(unit =>
                unit.Value.Keys.Select(property =>
                    ($"{property} of unit '{unit.Key}'", source.Locate("spec", "tuning", "units", unit.Key, property))
                )
            )
            ?? [];
        return
        [
            .. named,
            .. sysctl,
            .. units,
            .. Given(source, "tuning", TuningValues),
            .. Given(source, "health", HealthValues),
        ];
    }

    /// <summary>sysctl(8) takes slashes and dots alike: kernel/panic is kernel.panic.</summary>
    private static string CanonicalSysctl(string key) => key.Replace('/', '.');

    private static IEnumerable<(string Setting, SourceLocation At)> Given(
        ManifestNode source,
        string section,
        string[] fields
    ) =>
        from field in fields
        where source.Find("spec", section, field) is not null
        select ($"{section}.{field}", source.Locate("spec", section, field));
}
