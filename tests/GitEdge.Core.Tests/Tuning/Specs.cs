using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Tests.Tuning;

/// <summary>Machines and tunings to try.</summary>
internal static class Specs
{
    public const string Unit = "gitedge-inference.service";

    public static readonly Knob Swappiness = Knob.Sysctl("vm.swappiness");
    public static readonly Knob DirtyRatio = Knob.Sysctl("vm.dirty_ratio");
    public static readonly Knob DirtyBytes = Knob.Sysctl("vm.dirty_bytes");
    public static readonly Knob Pressure = Knob.Sysctl("vm.vfs_cache_pressure");
    public static readonly Knob Governor0 = new(KnobKind.CpuGovernor, "policy0");
    public static readonly Knob Governor4 = new(KnobKind.CpuGovernor, "policy4");
    public static readonly Knob Energy0 = new(KnobKind.EnergyPreference, "policy0");
    public static readonly Knob Energy4 = new(KnobKind.EnergyPreference, "policy4");
    public static readonly Knob Hugepages = new(KnobKind.TransparentHugepages);
    public static readonly Knob Power = new(KnobKind.PowerProfile);
    public static readonly Knob MemoryMax = new(KnobKind.UnitProperty, Unit, UnitKnobs.MemoryMax);
    public static readonly Knob Cpus = new(KnobKind.UnitProperty, Unit, UnitKnobs.AllowedCpus);

    public static Dictionary<Knob, string> Machine => new()
    {
        [Swappiness] = "60",
        [DirtyRatio] = "20",
        [DirtyBytes] = "0",
        [Pressure] = "100",
        [Governor0] = "schedutil",
        [Governor4] = "powersave",
        [Energy0] = "balance_performance",
        [Energy4] = "balance_power",
        [Hugepages] = "always",
        [Power] = "balanced",
        [MemoryMax] = "infinity",
        [Cpus] = "unset",
    };

    public static TuningSpec Sysctl(params (string Key, string Value)[] keys) =>
        new() { Sysctl = keys.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal) };

    public static TuningSpec Of(string property, string value, string unit = Unit) => new()
    {
        Units = new Dictionary<string, IReadOnlyDictionary<string, string>> { [unit] = new Dictionary<string, string> { [property] = value } },
    };

    /// <summary>What the standard policy allows on <see cref="Machine"/>.</summary>
    public static Gen<TuningSpec> Good =>
        from swappiness in Maybe("0", "10", "60")
        from ratio in Maybe("10", "20")
        from pressure in Maybe("50", "100", "200")
        from governor in Maybe("performance", "powersave", "schedutil")
        from hugepages in Maybe("never", "madvise", "always")
        from power in Maybe("power-saver", "performance")
        from memory in Maybe("1G", "512MiB")
        from cpus in Maybe("0-1", "0,2 3")
        select new TuningSpec
        {
            Sysctl = Given(("vm.swappiness", swappiness), ("vm/dirty_ratio", ratio), ("vm.vfs_cache_pressure", pressure)),
            CpuGovernor = governor,
            TransparentHugepages = hugepages,
            PowerProfile = power,
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>> { [Unit] = Given((UnitKnobs.MemoryMax, memory), (UnitKnobs.AllowedCpus, cpus)) },
        };

    /// <summary>Anything that a profile can say.</summary>
    public static Gen<TuningSpec> Any =>
        from good in Good
        from key in Maybe("kernel.core_pattern", "vm.swappiness", "net.ipv4.ip_forward", "vm.drop_caches", "vm.dirty_bytes", "vm/swappiness")
        from value in Gen.Elements("1", "10", "-1", "201", "010", "|/bin/sh", "1 2", "")
        from unit in Maybe(Unit, "sshd.service")
        from property in Gen.Elements("MemoryMax", "CPUWeight", "AllowedCPUs", "ExecStart", "IOWeight")
        from energy in Maybe("power", "performance")
        from tuned in Maybe("latency-performance")
        select good with
        {
            Sysctl = key is null ? good.Sysctl : new Dictionary<string, string>(good.Sysctl) { [key] = value },
            EnergyPreference = energy,
            TunedProfile = tuned,
            Units = unit is null ? good.Units : new Dictionary<string, IReadOnlyDictionary<string, string>> { [unit] = Given((property, value)) },
        };

    private static Gen<string?> Maybe(params string[] values) => Gen.Elements<string?>([null, .. values]);

    private static Dictionary<string, string> Given(params (string Key, string? Value)[] values) =>
        values.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);
}
