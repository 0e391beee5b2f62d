using System.Globalization;
using GitEdge.Core.Manifests.Binding;

namespace GitEdge.Core.Tuning;

/// <summary>Whether one value can be set on this machine, and may be.</summary>
internal sealed class SettingJudge(TuningPolicy policy, ObservedTuning machine)
{
    /// <summary>Why not; null when it can. <paramref name="value"/> is then its canonical form.</summary>
    public TuningRefusal? Check(WantedKnob wanted, out string value)
    {
        value = "";
        if (policy.RuleOf(wanted.Knob) is not { } rule)
            return NotListed(wanted);
        if (machine.Find(wanted.Knob) is not { } found)
            return new TuningRefusal(wanted.Item, TuningReason.Absent, $"this machine has no {wanted.Knob}",
                "take it out of the profile, or select by label the devices that have it");
        if (KnobValues.Canonical(wanted.Knob, wanted.Text) is not { } canonical)
            return NotAllowed(wanted, $"{Quoting.Of(wanted.Text)} is not a value of {wanted.Knob}", rule);
        value = canonical;
        return CheckRule(wanted, value, rule) ?? CheckMachine(wanted, value, found);
    }

    private static TuningRefusal? CheckRule(WantedKnob wanted, string value, ValueRule rule)
    {
        if (rule.OneOf.Count > 0)
            return rule.OneOf.Contains(value, StringComparer.Ordinal) ? null : NotAllowed(wanted, Says(wanted, value), rule);
        if (rule.Within is { } within)
            return IsWithin(value, within) ? null : NotAllowed(wanted, Says(wanted, value), rule);
        var numbers = value.Split(' ').Select(ReadNumber).ToList();
        if (!numbers.TrueForAll(number => number >= rule.Least && number <= rule.Greatest))
            return NotAllowed(wanted, Says(wanted, value), rule);
        return numbers.Find(number => number % rule.Step != 0) is { } uneven ? Uneven(wanted, uneven, rule.Step) : null;
    }

    private TuningRefusal? CheckMachine(WantedKnob wanted, string value, ObservedKnob found)
    {
        if (found.Owner is { } owner && owner.Value != value)
            return new TuningRefusal(wanted.Item, TuningReason.Conflict,
                $"{owner.Name} sets {wanted.Knob} {(owner.Value is { } other ? $"to '{other}'" : "too")}",
                "take it out of there, or out of the profile: GitEdge does not fight others over a setting");
        if (found.Value == value)
            return null;
        if (!found.IsWritable)
            return new TuningRefusal(wanted.Item, TuningReason.ReadOnly, $"{wanted.Knob} can only be read on this machine",
                "take it out of the profile, or select by label the devices where it can be set");
        if (found.Choices is { } choices && !choices.Contains(value, StringComparer.Ordinal))
            return NotOffered(wanted, value, $"only {string.Join(", ", choices)}");
        if (wanted.Knob.Kind == KnobKind.Sysctl && found.Value.Split(' ').Length != value.Split(' ').Length)
            return NotOffered(wanted, value, $"as many values as in '{found.Value}'");
        if (wanted.Knob.Property == UnitKnobs.AllowedCpus && machine.Processors.Length > 0 && !IsWithin(value, machine.Processors))
            return NotOffered(wanted, value, $"processors {machine.Processors}");
        return null;
    }

    private static bool IsWithin(string value, string within) =>
        ProcessorList.Parse(value) is { } asked && ProcessorList.Parse(within) is { } allowed && asked.IsSubsetOf(allowed);

    // Decimal alone: the kernel takes 010 for eight.
    private static long? ReadNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;

    private static string Says(WantedKnob wanted, string value) => $"{Quoting.Of(value)} is not allowed for {wanted.Knob}";

    private static TuningRefusal NotListed(WantedKnob wanted) =>
        wanted.Knob.Kind == KnobKind.Sysctl && ForbiddenKeys.WhyNot(wanted.Knob.Name) is { } why
            ? new TuningRefusal(wanted.Item, TuningReason.NotAllowed, $"no policy can allow {wanted.Knob}: {why}", "take it out of the profile")
            : new TuningRefusal(wanted.Item, TuningReason.NotAllowed, $"the device's policy does not name {wanted.Knob}",
                "take it out of the profile, or allow it in /etc/gitedge/policy.yaml on the device");

    private static TuningRefusal NotAllowed(WantedKnob wanted, string what, ValueRule rule) =>
        new(wanted.Item, TuningReason.NotAllowed, what,
            $"give {rule}, which the device's policy allows, or widen it in /etc/gitedge/policy.yaml on the device");

    private static TuningRefusal NotOffered(WantedKnob wanted, string value, string offer) =>
        new(wanted.Item, TuningReason.NotOffered, $"this machine does not offer {Quoting.Of(value)} for {wanted.Knob}, {offer}",
            "give a value it offers, or select by label the devices that offer this one");

    private static TuningRefusal Uneven(WantedKnob wanted, long number, long step)
    {
        var below = number - (((number % step) + step) % step);
        return new TuningRefusal(wanted.Item, TuningReason.Rounded,
            string.Create(CultureInfo.InvariantCulture, $"the kernel keeps multiples of {step} for {wanted.Knob} and would round {number}"),
            string.Create(CultureInfo.InvariantCulture, $"give {below} or {below + step}"));
    }
}
