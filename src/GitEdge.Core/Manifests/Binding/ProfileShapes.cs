namespace GitEdge.Core.Manifests.Binding;

/// <summary>Profile, field by field.</summary>
internal static class ProfileShapes
{
    private const string Https = @"https?://[A-Za-z0-9._~:\[\]-]+(?:/[^\s\u0000-\u001f\u007f-\u009f]*)?";
    private const string Files = @"file:(?://)?/[^\s\u0000-\u001f\u007f-\u009f]+";
    private const string Oci = @"oci://[A-Za-z0-9.:-]+/[A-Za-z0-9._/@:-]+";
    private const double Many = 1e6;

    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    private static readonly TextShape<string> Source = Forms.Text(
        "an address https://…, http://…, file:/… or oci://…, without a user name or password",
        $"{Https}|{Files}|{Oci}"
    );

    private static readonly MappingShape<Tolerance> ToleranceShape = new(fields => new Tolerance
    {
        Absolute = fields.OptionalValue(
            "abs",
            new NumberShape(0, Many),
            "Greatest |actual - expected|; with rel: abs + rel*|expected|."
        ),
        Relative = fields.OptionalValue("rel", new NumberShape(0, Many), "Greatest |actual - expected| / |expected|."),
        Cosine = fields.OptionalValue(
            "cosine",
            new NumberShape(-1, 1),
            "Least cosine similarity of the flattened output."
        ),
        Argmax = fields.Optional(
            "argmax",
            new BooleanShape(),
            "Whether the greatest element along the last axis must be the same one.",
            fallback: false
        ),
        TopK = (int?)
            fields.OptionalValue(
                "topK",
                new IntegerShape(1, 1000),
                "The indices of so many greatest elements along the last axis must be the same, in any order."
            ),
        Exact = fields.Optional(
            "exact",
            new BooleanShape(),
            "Whether every element must be equal. Whole numbers, truth values and texts always must.",
            fallback: false
        ),
    });

    private static readonly MappingShape<LatencyGate> Latency = new(fields => new LatencyGate
    {
        P95 = fields.OptionalValue(
            "p95",
            Forms.DurationBetween(Microsecond, TimeSpan.FromHours(1), "20ms"),
            "Greatest 95th percentile of one run on this device."
        ),
        Regression = fields.OptionalValue(
            "regression",
            new NumberShape(0.01, 1000),
            "Greatest ratio to the running model's 95th percentile, measured alternately."
        ),
    });

    private static readonly MappingShape<GoldenGate> Golden = new(fields => new GoldenGate
    {
        Cases = fields.Required(
            "cases",
            Forms.PathBelow("golden", "golden/vad"),
            "Folder of this repository with test_data_set_<n> folders in ONNX's test-data layout."
        ),
        Tolerance = fields.Optional(
            "tolerance",
            ToleranceShape,
            "How far an output may be from the recorded one.",
            new Tolerance()
        ),
        Outputs = fields.Optional(
            "outputs",
            new MapShape<Tolerance>(
                Forms.Text("an output's name", @"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,200}"),
                ToleranceShape
            ),
            "Outputs with a tolerance of their own, by name; it takes the place of the common one."
        ),
        Latency = fields.Optional("latency", Latency, "How slow it may be."),
        Memory = fields.OptionalValue("memory", Forms.Memory, "Peak memory of the trial's process, for example 512M."),
    });

    private static readonly MappingShape<ModelRequirements> Requires = new(fields => new ModelRequirements
    {
        Memory = fields.OptionalValue(
            "memory",
            Forms.Memory,
            "Peak memory while loaded and running, for example 512M."
        ),
        Provider = fields.Optional(
            "provider",
            Forms.Text("an execution provider such as CPUExecutionProvider", "[A-Za-z0-9]{1,60}ExecutionProvider"),
            "ONNX Runtime execution provider the device must have."
        ),
        Opset = (int?)
            fields.OptionalValue(
                "opset",
                new IntegerShape(1, 1000),
                "Version of the default ONNX operator set the model uses."
            ),
        Runtime = fields.Optional(
            "runtime",
            Forms.Text("a version in quotes such as \"1.20\"", @"[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}"),
            "Least ONNX Runtime version."
        ),
    });

    private static readonly MappingShape<ModelSpec> Model = new(fields => new ModelSpec
    {
        Name = fields.Required("name", Forms.Name, "The name the model is served under."),
        Sources = fields.Required(
            "source",
            new OneOrManyShape<string>(Source, new ListShape<string>(Source, 1, 16, source => source)),
            "Where the bytes may be had, one address or a list in order of preference."
        ),
        Digest = fields.Required("digest", Forms.Digest, "What the bytes are: sha256: and what sha256sum prints."),
        Size = fields.Required(
            "size",
            new IntegerShape(1, 1L << 50, "give the exact length in bytes, as stat -c %s prints it"),
            "Exact length in bytes, as stat -c %s prints it."
        ),
        Swap = fields.Optional(
            "swap",
            new ChoiceShape<SwapMode>(("hot", SwapMode.Hot), ("cold", SwapMode.Cold)),
            "hot: old and new in memory together; cold: unload, then load.",
            SwapMode.Hot
        ),
        Requires = fields.Optional(
            "requires",
            Requires,
            "What a device must have; checked before anything is downloaded."
        ),
        Golden = fields.Optional("golden", Golden, "The gate on the device before the model serves."),
    });

    private static readonly MappingShape<ContainerSpec> Container = new(fields => new ContainerSpec
    {
        Name = fields.Required("name", Forms.Name, "The name of the container's unit, without .service."),
        Image = fields.Required(
            "image",
            Forms.Text(
                "an image by digest: registry.example.org/name@sha256:…",
                "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+@sha256:[0-9a-f]{64}"
            ),
            "The image, pinned by digest."
        ),
        Quadlet = fields.Required(
            "quadlet",
            Forms.PathBelow("containers", "containers/analytics.container", @"\.container"),
            "The Quadlet file in this repository; its Image= must be the same."
        ),
    });

    private static readonly MappingShape<TuningSpec> Tuning = new(fields => new TuningSpec
    {
        Sysctl = fields.Optional(
            "sysctl",
            new MapShape<string>(Forms.SysctlKey, Forms.Setting),
            "sysctl keys and their values.",
            new Dictionary<string, string>()
        ),
        CpuGovernor = fields.Optional(
            "cpuGovernor",
            Words("performance", "powersave", "ondemand", "conservative", "schedutil", "userspace"),
            "CPU frequency governor."
        ),
        EnergyPreference = fields.Optional(
            "energyPreference",
            Words("performance", "balance_performance", "default", "balance_power", "power"),
            "How the processor weighs speed against energy (energy_performance_preference)."
        ),
        TransparentHugepages = fields.Optional(
            "transparentHugepages",
            Words("always", "madvise", "never"),
            "The kernel's transparent huge pages."
        ),
        Units = fields.Optional(
            "units",
            new MapShape<IReadOnlyDictionary<string, string>>(
                Forms.Unit,
                new MapShape<string>(
                    Forms.Text("a systemd property such as MemoryMax", "[A-Z][A-Za-z0-9]{0,63}"),
                    Forms.Setting
                )
            ),
            "systemd units and their properties.",
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        ),
        TunedProfile = fields.Optional(
            "tunedProfile",
            Forms.Text("a profile of TuneD such as latency-performance", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
            "Profile of TuneD, on devices that run it."
        ),
        PowerProfile = fields.Optional(
            "powerProfile",
            Words("power-saver", "balanced", "performance"),
            "Profile of power-profiles-daemon, on devices that run it."
        ),
        ConfirmWithin = fields.OptionalValue(
            "confirmWithin",
            Forms.DurationBetween(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), "60s"),
            "Time after which unconfirmed settings are put back."
        ),
    });

    private static readonly MappingShape<ProbeSpec> Probe = new(fields => new ProbeSpec
    {
        Unit = fields.Optional("unit", Forms.Unit, "A systemd unit that must be active."),
        Http = fields.Optional(
            "http",
            Forms.Text(
                "an address on the device itself such as http://127.0.0.1:8080/healthz",
                @"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?(?:/[^\s\u0000-\u001f\u007f-\u009f]*)?"
            ),
            "An address on this device that must answer 2xx."
        ),
        Reach = fields.Optional("reach", Words("git"), "What must be reachable."),
    })
    {
        ExactlyOne = true,
    };

    private static readonly MappingShape<TrafficLimits> Limits = new(fields =>
    {
        var standard = new TrafficLimits();
        return new TrafficLimits
        {
            ErrorRate = fields.Optional(
                "errorRate",
                new NumberShape(0, 1),
                "Greatest share of requests that may fail, 0 to 1; 0.01 when left out.",
                standard.ErrorRate
            ),
            BadOutputs = fields.Optional(
                "badOutputs",
                new NumberShape(0, 1),
                "Greatest share of answers with NaN or infinite values, 0 to 1; 0 when left out.",
                standard.BadOutputs
            ),
            ConstantOutputs = (int)
                fields.Optional(
                    "constantOutputs",
                    new IntegerShape(0, int.MaxValue),
                    "Greatest run of equal answers to different inputs; 0 switches it off; 1000 when left out.",
                    standard.ConstantOutputs
                ),
            P95 = fields.OptionalValue(
                "p95",
                Forms.DurationBetween(Microsecond, TimeSpan.FromHours(1), "20ms"),
                "Greatest 95th percentile of one inference."
            ),
            MemoryGrowth = fields.Optional(
                "memoryGrowth",
                new NumberShape(1, 1000),
                "Greatest ratio of resident memory to that at the start of probation; 1.5 when left out.",
                standard.MemoryGrowth
            ),
        };
    });

    private static readonly MappingShape<HealthSpec> Health = new(fields =>
    {
        var standard = new HealthSpec();
        return new HealthSpec
        {
            Soak = fields.Optional(
                "soak",
                Forms.DurationBetween(TimeSpan.Zero, TimeSpan.FromDays(7), "2m"),
                "How long probation lasts; 2m when left out.",
                standard.Soak
            ),
            Required = fields.Optional(
                "required",
                new ListShape<ProbeSpec>(Probe, 0, 64),
                "Probes that decide: one that stays failed goes back.",
                []
            ),
            Wanted = fields.Optional("wanted", new ListShape<ProbeSpec>(Probe, 0, 64), "Probes that only report.", []),
            Limits = fields.Optional(
                "limits",
                Limits,
                "Bounds on what the models do with real traffic.",
                standard.Limits
            ),
        };
    });

    private static readonly MappingShape<ProfileSpec> Spec = new(fields => new ProfileSpec
    {
        Models = fields.Optional(
            "models",
            new ListShape<ModelSpec>(Model, 0, 64, model => model.Name),
            "The models the device serves.",
            []
        ),
        Containers = fields.Optional(
            "containers",
            new ListShape<ContainerSpec>(Container, 0, 64, container => container.Name),
            "The containers the device runs.",
            []
        ),
        Tuning = fields.Optional("tuning", Tuning, "Settings of the system that belong to the generation."),
        Health = fields.Optional("health", Health, "What must hold after the switch, and for how long."),
    });

    public static readonly MappingShape<ProfileManifest> Profile = FleetShapes.Kind(
        "Profile",
        (source, fields) =>
            new ProfileManifest
            {
                Source = source,
                Name = fields.Required("metadata", FleetShapes.NameOnly(Forms.Name), "The profile's name."),
                MatchLabels = fields.Required(
                    "selector",
                    new MappingShape<IReadOnlyDictionary<string, string>>(inner =>
                        inner.Required(
                            "matchLabels",
                            new MapShape<string>(Forms.SelectorKey, Forms.LabelValue),
                            "The labels a device must carry; {} selects every device."
                        )
                    ),
                    "Which devices the profile is for."
                ),
                Spec = fields.Required("spec", Spec, "What the selected devices run."),
            }
    );

    private static ChoiceShape<string> Words(params string[] words) => new([.. words.Select(word => (word, word))]);
}
