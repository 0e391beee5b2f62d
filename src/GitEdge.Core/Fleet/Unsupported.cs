namespace GitEdge.Core.Fleet;

/// <summary>Finds what this version reads and validates, but does not carry out yet.</summary>
internal static class Unsupported
{
    private const string OciScheme = "oci:";

    public static IReadOnlyList<UnsupportedItem> In(DesiredState state, DeviceAbilities abilities) =>
    [
        .. state.Models.Where(model => model.Spec.Sources.All(IsOci)).Select(model => new UnsupportedItem(
            $"model '{model.Spec.Name}'", "oci: sources are not carried out by this version; add an https:, http: or file: source")),
        .. (abilities.RunsContainers ? [] : state.Containers).Select(container => new UnsupportedItem(
            $"container '{container.Name}'", "containers are not carried out by this version without its privileged helper; move them to a profile that does not select this device")),
        .. abilities.Tunes ? [] : Tuning(state),
        .. state.Health.Required.Where(probe => probe.Unit?.EndsWith(".service", StringComparison.Ordinal) is false).Select(probe => new UnsupportedItem(
            $"required probe of unit '{probe.Unit}'", "only services are asked by this version; name the service, or make it a wanted probe")),
        .. state.Waves.Select(wave => new UnsupportedItem(
            $"wave '{wave.Name}'", "waves are not carried out by this version; remove them from the rollout, or use a channel for each wave")),
    ];

    private static IEnumerable<UnsupportedItem> Tuning(DesiredState state)
    {
        if (state.Tuning is not { } tuning)
            return [];
        string?[] names =
        [
            .. tuning.Sysctl.Keys.Select(key => $"sysctl '{key}'"),
            .. tuning.Units.Keys.Select(unit => $"unit properties of '{unit}'"),
            tuning.CpuGovernor is null ? null : "cpuGovernor",
            tuning.EnergyPreference is null ? null : "energyPreference",
            tuning.TransparentHugepages is null ? null : "transparentHugepages",
            tuning.TunedProfile is null ? null : "tunedProfile",
            tuning.PowerProfile is null ? null : "powerProfile",
        ];
        return names.OfType<string>().Order(StringComparer.Ordinal).Select(name => new UnsupportedItem(
            $"tuning: {name}", "tuning is not carried out by this version without its privileged helper; move it to a profile that does not select this device"));
    }

    private static bool IsOci(string source) => source.StartsWith(OciScheme, StringComparison.Ordinal);
}
