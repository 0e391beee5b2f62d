namespace GitEdge.Core.Tuning;

/// <summary>sysctl keys that no policy can allow: a release is a signed file, not a shell.</summary>
public static class ForbiddenKeys
{
    private const string RunsPrograms = "it names a program that the kernel runs as root";
    private const string Acts = "writing it is an act, not a setting, and cannot be put back";
    private const string OneWay = "it cannot be put back before the next boot";
    private const string Guards = "it guards programs against each other, or the kernel against them";

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["kernel.core_pattern"] = RunsPrograms,
        ["kernel.modprobe"] = RunsPrograms,
        ["kernel.hotplug"] = RunsPrograms,
        ["kernel.poweroff_cmd"] = RunsPrograms,
        ["vm.drop_caches"] = Acts,
        ["vm.compact_memory"] = Acts,
        ["vm.stat_refresh"] = Acts,
        ["kernel.ns_last_pid"] = Acts,
        ["net.ipv4.route.flush"] = Acts,
        ["net.ipv6.route.flush"] = Acts,
        ["kernel.modules_disabled"] = OneWay,
        ["kernel.kexec_load_disabled"] = OneWay,
        ["kernel.unprivileged_bpf_disabled"] = OneWay,
        ["kernel.io_uring_disabled"] = Guards,
        ["kernel.randomize_va_space"] = Guards,
        ["kernel.kptr_restrict"] = Guards,
        ["kernel.dmesg_restrict"] = Guards,
        ["kernel.perf_event_paranoid"] = Guards,
        ["kernel.sysrq"] = Guards,
        ["fs.suid_dumpable"] = Guards,
        ["vm.mmap_min_addr"] = Guards,
        ["vm.unprivileged_userfaultfd"] = Guards,
    };

    private static readonly (string Prefix, string Why)[] Prefixes =
    [
        ("kernel.usermodehelper.", RunsPrograms),
        ("fs.binfmt_misc.", RunsPrograms),
        ("kernel.yama.", Guards),
        ("fs.protected_", Guards),
        ("net.core.bpf_jit_", Guards),
        ("user.", Guards),
    ];

    /// <summary>Why no policy can allow a key, as the end of a sentence; null when one can.</summary>
    /// <param name="key">The key, with dots.</param>
    public static string? WhyNot(string key) =>
        Keys.GetValueOrDefault(key) ?? Array.Find(Prefixes, one => key.StartsWith(one.Prefix, StringComparison.Ordinal)).Why;
}
