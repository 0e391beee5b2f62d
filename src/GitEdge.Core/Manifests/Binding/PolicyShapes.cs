using GitEdge.Core.Containers;
using GitEdge.Core.Tuning;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Policy, field by field.</summary>
internal static class PolicyShapes
{
    private static readonly TextShape<string> Word = Forms.Text("a word of at most 63 of A-Z a-z 0-9 . _ -", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static readonly ListShape<string> Words = new(Word, 1, 64, word => word);

    private static readonly IntegerShape Whole = new(long.MinValue / 2, long.MaxValue / 2);

    private static readonly MappingShape<ValueRule> SysctlRule = new(
        fields => new ValueRule
        {
            Least = fields.OptionalValue("min", Whole, "Least number allowed."),
            Greatest = fields.OptionalValue("max", Whole, "Greatest number allowed."),
            Step = fields.Optional("step", new IntegerShape(1, 1L << 40), "The kernel keeps multiples of this only; 1 when left out.", 1),
            OneOf = fields.Optional("oneOf", Words, "The words allowed, instead of numbers.", []),
        },
        CheckRule);

    private static readonly MappingShape<ValueRule> MemoryRule = new(fields => new ValueRule
    {
        Least = fields.Required("min", Forms.Memory, "Least memory allowed, for example 64M."),
        Greatest = fields.Required("max", Forms.Memory, "Greatest memory allowed, for example 2G."),
    });

    private static readonly MappingShape<ValueRule> WeightRule = new(fields => new ValueRule
    {
        Least = fields.Required("min", new IntegerShape(1, 10_000), "Least weight allowed."),
        Greatest = fields.Required("max", new IntegerShape(1, 10_000), "Greatest weight allowed."),
    });

    private static readonly MappingShape<ValueRule> ProcessorRule = new(fields => new ValueRule
    {
        Within = fields.Required("within", Forms.Text("a list of processors such as \"0-3,5\"", "[0-9]{1,4}(?:-[0-9]{1,4})?(?:,[0-9]{1,4}(?:-[0-9]{1,4})?){0,63}"),
            "The processors allowed, as a list in quotes."),
    });

    private static readonly MappingShape<IReadOnlyDictionary<string, ValueRule>> Unit = new(fields => Given(
        (UnitKnobs.MemoryMax, fields.Optional(UnitKnobs.MemoryMax, MemoryRule, "Bounds of the unit's memory.")),
        (UnitKnobs.CpuWeight, fields.Optional(UnitKnobs.CpuWeight, WeightRule, "Bounds of the unit's share of processor time.")),
        (UnitKnobs.IoWeight, fields.Optional(UnitKnobs.IoWeight, WeightRule, "Bounds of the unit's share of disk time.")),
        (UnitKnobs.AllowedCpus, fields.Optional(UnitKnobs.AllowedCpus, ProcessorRule, "The processors the unit may be kept to."))));

    private static readonly MappingShape<TuningPolicy> Tuning = new(fields =>
    {
        var isBeside = fields.Optional("standard", new BooleanShape(), "Whether the built-in list counts for what is not named here; true when left out.", fallback: true);
        var own = new TuningPolicy
        {
            Sysctl = fields.Optional("sysctl", new MapShape<ValueRule>(Forms.SysctlKey, SysctlRule), "sysctl keys and the values allowed.", new Dictionary<string, ValueRule>())
                .ToDictionary(one => one.Key.Replace('/', '.'), one => one.Value, StringComparer.Ordinal),
            CpuGovernors = fields.Optional("cpuGovernors", Words, "The governors allowed.", []),
            EnergyPreferences = fields.Optional("energyPreferences", Words, "The energy performance preferences allowed.", []),
            TransparentHugepages = fields.Optional("transparentHugepages", Words, "The settings of transparent huge pages allowed.", []),
            TunedProfiles = fields.Optional("tunedProfiles", Words, "The profiles of TuneD allowed; none when left out.", []),
            PowerProfiles = fields.Optional("powerProfiles", Words, "The profiles of power-profiles-daemon allowed.", []),
            Units = fields.Optional("units", new MapShape<IReadOnlyDictionary<string, ValueRule>>(Forms.Unit, Unit), "systemd units and the properties allowed.",
                new Dictionary<string, IReadOnlyDictionary<string, ValueRule>>()),
        };
        return isBeside ? StandardPolicy.With(own) : own;
    });

    public static readonly MappingShape<OwnerPolicy> Policy = FleetShapes.Kind(
        "Policy",
        (_, fields) => fields.Required("spec", new MappingShape<OwnerPolicy>(inner => new OwnerPolicy
        {
            Tuning = inner.Optional("tuning", Tuning, "What releases may tune; the built-in list when left out.", StandardPolicy.Policy),
            Containers = inner.Optional("containers", ContainerPolicyShapes.Shape, "What containers may ask for beyond the built-in list.", ContainerPolicy.Standard),
        }, CheckKeys), "What releases may do on this device."));

    private static Dictionary<string, ValueRule> Given(params ReadOnlySpan<(string Property, ValueRule? Rule)> rules)
    {
        var given = new Dictionary<string, ValueRule>(StringComparer.Ordinal);
        foreach (var (property, rule) in rules)
        {
            if (rule is not null)
                given[property] = rule;
        }
        return given;
    }

    private static void CheckRule(ValueRule rule, ManifestMapping at, ProblemList problems)
    {
        var isNumbers = rule is { Least: not null, Greatest: not null, OneOf.Count: 0 };
        var isWords = rule is { Least: null, Greatest: null, OneOf.Count: > 0 };
        if (!isNumbers && !isWords)
            problems.Add(at.At, "the rule gives neither min and max nor oneOf alone", "give min and max for numbers, or oneOf for words", ManifestRule.Order);
        else if (rule.Least > rule.Greatest)
            problems.Add(at.At, $"min {rule.Least} is above max {rule.Greatest}", "give a min that is not above max", ManifestRule.Order);
    }

    private static void CheckKeys(OwnerPolicy policy, ManifestMapping spec, ProblemList problems)
    {
        if (spec.Find("tuning", "sysctl") is not ManifestMapping keys)
            return;
        foreach (var key in keys.Fields.Select(field => field.Key))
        {
            if (ForbiddenKeys.WhyNot(key.Text.Replace('/', '.')) is { } why)
                problems.Add(key.At, $"no policy can allow {Quoting.Of(key.Text)}: {why}", "remove it", ManifestRule.Policy);
        }
    }
}
