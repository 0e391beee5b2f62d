using System.Globalization;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>Fleet, Device and Rollout, field by field.</summary>
internal static class FleetShapes
{
    private const long GreatestCounter = 1_000_000_000_000;

    private static readonly TextShape<int> Share = new(
        "a share such as 5% or 12.5%, above 0% and up to 100%",
        @"(?:100(?:\.0{1,2})?|[0-9]{1,2}(?:\.[0-9]{1,2})?)%",
        TryReadShare
    );

    private static readonly MappingShape<ChannelSpec> Channel = new(fields => new ChannelSpec
    {
        Name = fields.Required("name", Forms.Channel, "The channel's name, as in the tag rollout/<channel>/<counter>."),
        Description = fields.Optional("description", Forms.Line, "What the channel is for."),
        Lifetime = fields.OptionalValue(
            "lifetime",
            Forms.DurationBetween(TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), "90d"),
            "A release expires this long after it was made; gitedge release sets expires from it."
        ),
        RequireGolden = fields.Optional(
            "requireGolden",
            new BooleanShape(),
            "Whether every model of this channel's devices must have a golden gate.",
            fallback: false
        ),
    });

    public static readonly MappingShape<FleetManifest> Fleet = Kind(
        "Fleet",
        (source, fields) =>
        {
            var name = fields.Required("metadata", NameOnly(Forms.Name), "The fleet's name.");
            var spec = fields.Required(
                "spec",
                new MappingShape<(Guid Id, IReadOnlyList<ChannelSpec> Channels)>(inner =>
                    (
                        inner.Required(
                            "repoId",
                            Forms.Uuid,
                            "The fleet's identity, a UUID that never changes: make it once with uuidgen."
                        ),
                        inner.Required(
                            "channels",
                            new ListShape<ChannelSpec>(Channel, 1, 64, channel => channel.Name),
                            "The channels devices can follow."
                        )
                    )
                ),
                "What the fleet is."
            );
            return new FleetManifest
            {
                Source = source,
                Name = name,
                RepoId = spec.Id,
                Channels = spec.Channels,
            };
        }
    );

    public static readonly MappingShape<DeviceManifest> Device = Kind(
        "Device",
        (source, fields) =>
        {
            var metadata = fields.Required(
                "metadata",
                new MappingShape<(string Name, IReadOnlyDictionary<string, string> Labels)>(inner =>
                    (
                        inner.Required("name", Forms.Name, "The device's id, the same as its file's name."),
                        inner.Optional(
                            "labels",
                            new MapShape<string>(Forms.LabelKey, Forms.LabelValue),
                            "Labels that profiles select by.",
                            new Dictionary<string, string>()
                        )
                    )
                ),
                "The device's id and labels."
            );
            var spec = fields.Required(
                "spec",
                new MappingShape<(string Hardware, string Channel)>(inner =>
                    (
                        inner.Required(
                            "hardware",
                            Forms.LabelValue,
                            "The hardware class, for example rpi5-8g; profiles can select by gitedge.io/hardware."
                        ),
                        inner.Required("channel", Forms.Channel, "The channel the device follows.")
                    )
                ),
                "What the device is and follows."
            );
            return new DeviceManifest
            {
                Source = source,
                Name = metadata.Name,
                Labels = metadata.Labels,
                Hardware = spec.Hardware,
                Channel = spec.Channel,
            };
        }
    );

    private static readonly MappingShape<WaveSpec> Wave = new(fields => new WaveSpec
    {
        Name = fields.Required("name", Forms.Name, "The wave's name."),
        Share = fields.Required(
            "share",
            Share,
            "The share of devices that may activate, with those of the waves before."
        ),
        Start = fields.Required("start", Forms.Time, "When the wave begins."),
    });

    public static readonly MappingShape<RolloutManifest> Rollout = Kind(
        "Rollout",
        (source, fields) =>
        {
            fields.Required("metadata", NameOnly(Forms.Channel), "The channel's name, the same as its file's name.");
            return fields.Required(
                "spec",
                new MappingShape<RolloutManifest>(inner => RolloutSpec(inner, source), CheckOrder),
                "Which release this is, and when it counts."
            );
        },
        CheckChannelName
    );

    private static RolloutManifest RolloutSpec(Fields fields, ManifestNode source) =>
        new()
        {
            Source = source,
            Channel = fields.Required("channel", Forms.Channel, "The channel this rollout is of."),
            Epoch = fields.Required(
                "epoch",
                new IntegerShape(1, GreatestCounter),
                "Raised only when the counters of a fleet begin anew; 1 at first."
            ),
            Counter = fields.Required(
                "counter",
                new IntegerShape(0, GreatestCounter),
                "The release's number; gitedge release raises it."
            ),
            MinCounter = fields.Optional(
                "minCounter",
                new IntegerShape(0, GreatestCounter),
                "Releases below this number are recalled.",
                fallback: 0
            ),
            WhenRecalled = fields.Optional(
                "whenRecalled",
                new ChoiceShape<RecallRule>(("keep", RecallRule.Keep), ("stop", RecallRule.Stop)),
                "What becomes of this release when it is recalled and the device knows nothing good to go back to: it goes on, or it is stopped and nothing serves.",
                RecallRule.Keep
            ),
            Created = fields.Required("created", Forms.Time, "When the release was made; gitedge release sets it."),
            NotBefore = fields.OptionalValue("notBefore", Forms.Time, "No device activates it before this time."),
            Expires = fields.OptionalValue("expires", Forms.Time, "No device takes it after this time."),
            Waves = fields.Optional(
                "waves",
                new ListShape<WaveSpec>(Wave, 0, 32, wave => wave.Name),
                "Which share of the devices may activate it from when on.",
                []
            ),
        };

    /// <summary>A whole file: the two fields that every kind has, then its own.</summary>
    public static MappingShape<T> Kind<T>(
        string name,
        Func<ManifestNode, Fields, T> build,
        Action<T, ManifestMapping, ProblemList>? check = null
    ) =>
        new(
            fields =>
            {
                fields.Required(
                    "apiVersion",
                    new ChoiceShape<string>((ManifestKinds.ApiVersion, ManifestKinds.ApiVersion)),
                    "The version of this format."
                );
                fields.Required("kind", new ChoiceShape<string>((name, name)), "What this file is.");
                return build(fields.Source, fields);
            },
            check
        );

    /// <summary>metadata with nothing but a name.</summary>
    public static MappingShape<string> NameOnly(Shape<string> name) =>
        new(fields =>
            fields.Required("name", name, "The name, the same as the file's where the file is named after it.")
        );

    private static void CheckChannelName(RolloutManifest rollout, ManifestMapping source, ProblemList problems)
    {
        if (
            source.Find("metadata", "name") is ManifestScalar name
            && !string.Equals(name.Text, rollout.Channel, StringComparison.Ordinal)
        )
        {
            problems.Add(
                source.Locate("spec", "channel"),
                $"spec.channel is '{rollout.Channel}' but metadata.name is '{name.Text}'",
                "give both the channel's name",
                ManifestRule.Order
            );
        }
    }

    private static void CheckOrder(RolloutManifest rollout, ManifestMapping spec, ProblemList problems)
    {
        void Rule(bool holds, string field, string what, string cure)
        {
            if (!holds)
                problems.Add(spec.Locate(field), what, cure, ManifestRule.Order);
        }

        Rule(
            rollout.MinCounter <= rollout.Counter,
            "minCounter",
            "spec.minCounter is above spec.counter: the release would recall itself",
            "lower minCounter, or release first"
        );
        Rule(
            rollout.Expires is not { } expires || (expires > rollout.Created && !(expires <= rollout.NotBefore)),
            "expires",
            "spec.expires is not after spec.created and spec.notBefore: no device could take the release",
            "give a later time, or remove expires"
        );
        foreach (var (earlier, later) in rollout.Waves.Zip(rollout.Waves.Skip(1)))
        {
            Rule(
                later.Share > earlier.Share && later.Start >= earlier.Start,
                "waves",
                $"wave '{later.Name}' does not come after wave '{earlier.Name}' in share and start",
                "order the waves; shares include the waves before"
            );
        }
    }

    private static bool TryReadShare(string text, out int share)
    {
        share = (int)(decimal.Parse(text[..^1], CultureInfo.InvariantCulture) * 100);
        return share > 0;
    }
}
