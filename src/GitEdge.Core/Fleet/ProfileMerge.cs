using GitEdge.Core.Manifests;

namespace GitEdge.Core.Fleet;

/// <summary>Adds up what several profiles say about tuning and health.</summary>
internal static class ProfileMerge
{
    public static TuningSpec? Tuning(IReadOnlyList<ProfileManifest> profiles)
    {
        var parts = profiles.Select(profile => profile.Spec.Tuning).OfType<TuningSpec>().ToList();
        if (parts.Count == 0)
            return null;
        return new TuningSpec
        {
            Sysctl = parts.SelectMany(part => part.Sysctl).ToDictionary(StringComparer.Ordinal),
            CpuGovernor = First(parts, part => part.CpuGovernor),
            EnergyPreference = First(parts, part => part.EnergyPreference),
            TransparentHugepages = First(parts, part => part.TransparentHugepages),
            TunedProfile = First(parts, part => part.TunedProfile),
            PowerProfile = First(parts, part => part.PowerProfile),
            ConfirmWithin = parts.Select(part => part.ConfirmWithin).FirstOrDefault(value => value is not null),
            Units = parts
                .SelectMany(part => part.Units)
                .GroupBy(unit => unit.Key, StringComparer.Ordinal)
                .ToDictionary(
                    unit => unit.Key,
                    IReadOnlyDictionary<string, string> (unit) =>
                        unit.SelectMany(part => part.Value).ToDictionary(StringComparer.Ordinal),
                    StringComparer.Ordinal
                ),
        };
    }

    public static HealthSpec Health(IReadOnlyList<ProfileManifest> profiles)
    {
        var standard = new HealthSpec();
        return new HealthSpec
        {
            Soak = FromTheOneThatSetsIt(profiles, "soak")?.Soak ?? standard.Soak,
            Limits = FromTheOneThatSetsIt(profiles, "limits")?.Limits ?? standard.Limits,
            Required = [.. profiles.SelectMany(profile => profile.Spec.Health?.Required ?? []).Distinct()],
            Wanted = [.. profiles.SelectMany(profile => profile.Spec.Health?.Wanted ?? []).Distinct()],
        };
    }

    private static string? First(IEnumerable<TuningSpec> parts, Func<TuningSpec, string?> value) =>
        parts.Select(value).FirstOrDefault(one => one is not null);

    // A value left out reads as its default, so only the tree tells who set it.
    private static HealthSpec? FromTheOneThatSetsIt(IReadOnlyList<ProfileManifest> profiles, string field) =>
        profiles.FirstOrDefault(profile => profile.Source.Find("spec", "health", field) is not null)?.Spec.Health;
}
