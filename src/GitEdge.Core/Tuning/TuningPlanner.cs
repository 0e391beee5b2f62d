using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tuning;

/// <summary>From what a release asks for to what is turned on this machine: all of it, or nothing and every reason why.</summary>
public static class TuningPlanner
{
    // Of each pair the kernel counts one and shows 0 for the other; writing one sets the other to 0 (proc_sys_vm of the kernel's documentation).
    private static readonly (string, string)[] Pairs =
    [
        ("vm.dirty_bytes", "vm.dirty_ratio"),
        ("vm.dirty_background_bytes", "vm.dirty_background_ratio"),
        ("vm.overcommit_kbytes", "vm.overcommit_ratio"),
    ];

    /// <summary>The plan. Knobs that only the generation before held go back to what they were before any did.</summary>
    /// <param name="desired">What the release asks for; null for nothing.</param>
    /// <param name="policy">What the device allows.</param>
    /// <param name="machine">What is found: all of <see cref="Knobs"/>.</param>
    /// <param name="kept">What the committed generation holds.</param>
    public static TuningPlan Of(TuningSpec? desired, TuningPolicy policy, ObservedTuning machine, IReadOnlyList<KeptSetting> kept)
    {
        var judge = new SettingJudge(policy, machine);
        var refusals = new List<TuningRefusal>();
        var settings = new SortedDictionary<Knob, KeptSetting>(Knob.Order);
        foreach (var wanted in desired is null ? [] : WantedKnob.Of(desired, machine))
        {
            if ((judge.Check(wanted, out var value) ?? CheckPair(wanted, machine)) is { } refusal)
                refusals.Add(refusal);
            else if (!settings.TryAdd(wanted.Knob, Keep(wanted.Knob, value, machine, kept)))
                refusals.Add(Twice(wanted));
        }
        refusals.AddRange(CheckEnergy(settings));
        if (refusals.Count > 0)
            return new TuningPlan { Refusals = refusals };
        var changes = settings.Values.Select(setting => new TuningChange(setting.Knob, machine.Find(setting.Knob)!.Value, setting.Value))
            .Where(change => change.From != change.To)
            .Concat(Returned(settings, machine, kept))
            .OrderBy(change => change.Knob, Knob.Order);
        return new TuningPlan { Changes = [.. changes], Settings = [.. settings.Values] };
    }

    /// <summary>The knobs to look at before a plan is made; beside them every cpufreq policy's governor and energy preference.</summary>
    public static IReadOnlySet<Knob> Knobs(TuningSpec? desired, IReadOnlyList<KeptSetting> kept)
    {
        var wanted = desired is null ? [] : WantedKnob.Of(desired, ObservedTuning.Nothing).Select(one => one.Knob).ToList();
        return wanted.Concat(wanted.Select(PartnerOf).OfType<Knob>()).Concat(kept.Select(one => one.Knob)).ToHashSet();
    }

    /// <summary>The other key of a pair of which only one counts; null for a key by itself.</summary>
    public static Knob? PartnerOf(Knob knob)
    {
        var (one, other) = Array.Find(Pairs, pair => knob.Kind == KnobKind.Sysctl && (pair.Item1 == knob.Name || pair.Item2 == knob.Name));
        return one is null ? null : Knob.Sysctl(knob.Name == one ? other : one);
    }

    private static KeptSetting Keep(Knob knob, string value, ObservedTuning machine, IReadOnlyList<KeptSetting> kept) =>
        new(knob, value, kept.FirstOrDefault(one => one.Knob == knob)?.Original ?? machine.Find(knob)!.Value);

    // What somebody else has turned since is theirs now.
    private static IEnumerable<TuningChange> Returned(SortedDictionary<Knob, KeptSetting> settings, ObservedTuning machine, IReadOnlyList<KeptSetting> kept) =>
        kept.Where(one => !settings.ContainsKey(one.Knob) && one.Value != one.Original && machine.Find(one.Knob)?.Value == one.Value)
            .Select(one => new TuningChange(one.Knob, one.Value, one.Original));

    private static TuningRefusal? CheckPair(WantedKnob wanted, ObservedTuning machine) =>
        PartnerOf(wanted.Knob) is { } partner && machine.Find(partner) is { Value: not "0" } found
            ? new TuningRefusal(wanted.Item, TuningReason.Conflict, $"{partner} is '{found.Value}' on this machine and counts instead of it",
                $"give {partner} in the profile, or find out who set it")
            : null;

    private static TuningRefusal Twice(WantedKnob wanted) => new(wanted.Item, TuningReason.Conflict,
        $"{wanted.Knob} is given twice, with dots and with slashes", "remove one of them");

    private static IEnumerable<TuningRefusal> CheckEnergy(SortedDictionary<Knob, KeptSetting> settings) =>
        settings.Values.Where(setting => setting.Knob.Kind == KnobKind.EnergyPreference && setting.Value != "performance"
                && settings.TryGetValue(setting.Knob with { Kind = KnobKind.CpuGovernor }, out var governor) && governor.Value == "performance")
            .Select(setting => new TuningRefusal("spec.tuning.energyPreference", TuningReason.Conflict,
                $"under the governor 'performance' the kernel takes no {setting.Knob} but 'performance', not '{setting.Value}'",
                "give one of the two another value, or leave energyPreference out"));
}
