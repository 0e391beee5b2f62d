namespace GitEdge.Core.Tuning;

/// <summary>What of a tuning has drifted, and what of it is put right: somebody who sets it again and again is reported, not fought.</summary>
public static class TuningDrift
{
    /// <summary>Repairs of one knob within <see cref="Window"/>.</summary>
    public const int Budget = 3;

    /// <summary>The time over which repairs are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Every knob in force that is not as it should be, or that somebody else sets differently.</summary>
    public static IReadOnlyList<DriftFinding> Find(TuningRecord record, ObservedTuning machine, BootMoment now)
    {
        var recent = Recent(record, now);
        return
        [
            .. from setting in record.InForce
            let found = machine.Find(setting.Knob)
            let conflict = Conflict(setting, found, recent)
            where found?.Value != setting.Value || found.Owner is { } owner && owner.Value != setting.Value
            select new DriftFinding(setting, found?.Value, conflict),
        ];
    }

    /// <summary>Puts right what may be; each repair counts before it is made.</summary>
    public static IReadOnlyList<TuningAct> Repair(TuningRecord record, IReadOnlyList<DriftFinding> findings, BootMoment now)
    {
        var repairs = findings.Where(finding => finding.Conflict is null).Select(finding => finding.Setting).ToList();
        if (repairs.Count == 0)
            return [];
        return
        [
            new TuningAct.Keep(record with { Repairs = [.. Recent(record, now), .. repairs.Select(one => new RepairMark(one.Knob, now))] }),
            .. repairs.Select(one => new TuningAct.Turn(one.Knob, one.Value)),
        ];
    }

    private static List<RepairMark> Recent(TuningRecord record, BootMoment now) =>
        [.. record.Repairs.Where(mark => mark.At.Until(now) < Window)];

    private static string? Conflict(KeptSetting setting, ObservedKnob? found, List<RepairMark> recent)
    {
        if (found is null)
            return $"this machine has no {setting.Knob} any more";
        if (found.Owner is { } owner && owner.Value != setting.Value)
            return $"{owner.Name} sets {setting.Knob} {(owner.Value is { } value ? $"to '{value}'" : "too")}";
        return recent.Count(mark => mark.Knob == setting.Knob) < Budget ? null
            : FormattableString.Invariant($"{setting.Knob} was put right {Budget} times in an hour and is '{found.Value}' again");
    }
}
