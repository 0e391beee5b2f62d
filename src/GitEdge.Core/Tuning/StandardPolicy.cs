namespace GitEdge.Core.Tuning;

/// <summary>
/// What releases may tune where the device's owner has written nothing: what an application of its own needs, and from which
/// a device always finds back. Nothing of it can cut the network, end a process by itself or weaken a guard. docs/tuning.md says why
/// each is in it.
/// </summary>
public static class StandardPolicy
{
    private const long MiB = 1 << 20;

    /// <summary>The policy.</summary>
    public static TuningPolicy Policy { get; } = new()
    {
        Sysctl = new Dictionary<string, ValueRule>(StringComparer.Ordinal)
        {
            ["fs.inotify.max_user_instances"] = Between(128, 8192),
            ["fs.inotify.max_user_watches"] = Between(8192, 1_048_576),
            ["kernel.sched_autogroup_enabled"] = Between(0, 1),
            ["net.core.netdev_max_backlog"] = Between(1000, 100_000),
            ["net.core.rmem_max"] = Between(212_992, 16 * MiB),
            ["net.core.somaxconn"] = Between(128, 65_535),
            ["net.core.wmem_max"] = Between(212_992, 16 * MiB),
            ["net.ipv4.tcp_slow_start_after_idle"] = Between(0, 1),
            ["vm.dirty_background_ratio"] = Between(1, 40),
            ["vm.dirty_expire_centisecs"] = Between(100, 12_000),
            ["vm.dirty_ratio"] = Between(5, 60),
            ["vm.dirty_writeback_centisecs"] = Between(100, 6000),
            ["vm.max_map_count"] = Between(65_530, 1_048_576),
            ["vm.swappiness"] = Between(0, 200),
            ["vm.vfs_cache_pressure"] = Between(10, 500),
        },
        CpuGovernors = ["performance", "schedutil", "ondemand", "conservative", "powersave"],
        EnergyPreferences = ["performance", "balance_performance", "default", "balance_power", "power"],
        TransparentHugepages = ["always", "madvise", "never"],
        PowerProfiles = ["power-saver", "balanced", "performance"],
        Units = new Dictionary<string, IReadOnlyDictionary<string, ValueRule>>(StringComparer.Ordinal)
        {
            ["gitedge-inference.service"] = new Dictionary<string, ValueRule>(StringComparer.Ordinal)
            {
                [UnitKnobs.MemoryMax] = Between(64 * MiB, 1L << 40),
                [UnitKnobs.CpuWeight] = Between(1, 10_000),
                [UnitKnobs.IoWeight] = Between(1, 10_000),
                [UnitKnobs.AllowedCpus] = new ValueRule { Within = "0-1023" },
            },
        },
    };

    /// <summary>A device's own list beside the standard one: what it names counts instead of the same in the standard list.</summary>
    public static TuningPolicy With(TuningPolicy own) => own with
    {
        Sysctl = Merge(Policy.Sysctl, own.Sysctl),
        CpuGovernors = Own(own.CpuGovernors, Policy.CpuGovernors),
        EnergyPreferences = Own(own.EnergyPreferences, Policy.EnergyPreferences),
        TransparentHugepages = Own(own.TransparentHugepages, Policy.TransparentHugepages),
        TunedProfiles = Own(own.TunedProfiles, Policy.TunedProfiles),
        PowerProfiles = Own(own.PowerProfiles, Policy.PowerProfiles),
        Units = Merge(Policy.Units, own.Units),
    };

    private static ValueRule Between(long least, long greatest) => new() { Least = least, Greatest = greatest };

    private static IReadOnlyList<string> Own(IReadOnlyList<string> own, IReadOnlyList<string> standard) => own.Count > 0 ? own : standard;

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> standard, IReadOnlyDictionary<string, T> own) =>
        standard.Where(one => !own.ContainsKey(one.Key)).Concat(own).ToDictionary(StringComparer.Ordinal);
}
