using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Manifests;

public sealed class ManifestBindingTests
{
    [Fact]
    public void Fleet_is_bound_in_full()
    {
        var fleet = ManifestKinds.Fleet.Bind(JsonTree.Parse(Samples.Fleet)).Value!;

        Assert.Equal("demo", fleet.Name);
        Assert.Equal(Guid.Parse("6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90"), fleet.RepoId);
        Assert.Equal(
            [
                new ChannelSpec
                {
                    Name = "stable",
                    Description = "All",
                    Lifetime = TimeSpan.FromDays(90),
                },
                new ChannelSpec { Name = "beta" },
            ],
            fleet.Channels
        );
    }

    [Fact]
    public void Device_is_bound_in_full()
    {
        var device = ManifestKinds.Device.Bind(JsonTree.Parse(Samples.Device)).Value!;

        Assert.Equal(("cam-1", "rpi5-8g", "stable"), (device.Name, device.Hardware, device.Channel));
        Assert.Equal(new Dictionary<string, string> { ["role"] = "camera", ["example.org/rack"] = "7" }, device.Labels);
    }

    [Fact]
    public void Rollout_is_bound_in_full()
    {
        var rollout = ManifestKinds.Rollout.Bind(JsonTree.Parse(Samples.Rollout)).Value!;

        Assert.Equal(("stable", 1, 5, 3), (rollout.Channel, rollout.Epoch, rollout.Counter, rollout.MinCounter));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), rollout.Created);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), rollout.NotBefore);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero), rollout.Expires);
        Assert.Equal([500, 10_000], rollout.Waves.Select(wave => wave.Share));
        Assert.Equal(["canary", "all"], rollout.Waves.Select(wave => wave.Name));
    }

    [Fact]
    public void Profile_models_are_bound_in_full()
    {
        var profile = ManifestKinds.Profile.Bind(JsonTree.Parse(Samples.Profile)).Value!;

        Assert.Equal("camera", profile.Name);
        Assert.Equal(
            new Dictionary<string, string> { ["role"] = "camera", ["gitedge.io/hardware"] = "rpi5-8g" },
            profile.MatchLabels
        );
        var (vad, ocr) = (profile.Spec.Models[0], profile.Spec.Models[1]);
        Assert.Equal(
            ("vad", 2327524, SwapMode.Cold, Sha256Digest.Parse(Samples.Digest)),
            (vad.Name, vad.Size, vad.Swap, vad.Digest)
        );
        Assert.Equal(["https://models.example.org/vad/6.onnx"], vad.Sources);
        Assert.Equal(
            new ModelRequirements
            {
                Memory = 64 << 20,
                Provider = "CPUExecutionProvider",
                Opset = 16,
                Runtime = "1.20",
            },
            vad.Requires
        );
        Assert.Equal(
            new GoldenGate
            {
                Cases = "golden/vad",
                Tolerance = new Tolerance
                {
                    Absolute = 1e-3,
                    Relative = 0.01,
                    Cosine = 0.99,
                    Argmax = true,
                },
                Latency = new LatencyGate { P95 = TimeSpan.FromMilliseconds(20), Regression = 1.5 },
                Memory = 256 << 20,
            },
            vad.Golden
        );
        Assert.Equal(["https://a.example.org/o", "file:/media/o", "oci://registry.example.org/o:1"], ocr.Sources);
        Assert.Equal((SwapMode.Hot, null, null), (ocr.Swap, ocr.Requires, ocr.Golden));
    }

    [Fact]
    public void Profile_containers_tuning_and_health_are_bound_in_full()
    {
        var spec = ManifestKinds.Profile.Bind(JsonTree.Parse(Samples.Profile)).Value!.Spec;

        Assert.Equal(
            [
                new ContainerSpec
                {
                    Name = "analytics",
                    Image = $"registry.example.org/analytics@{Samples.Digest}",
                    Quadlet = "containers/analytics.container",
                },
            ],
            spec.Containers
        );
        Assert.Equal(
            new Dictionary<string, string> { ["vm.swappiness"] = "10", ["net/ipv4/ip_forward"] = "1" },
            spec.Tuning!.Sysctl
        );
        Assert.Equal(
            ("performance", "madvise", TimeSpan.FromMinutes(1)),
            (spec.Tuning.CpuGovernor, spec.Tuning.TransparentHugepages, spec.Tuning.ConfirmWithin)
        );
        Assert.Equal(
            new Dictionary<string, string> { ["MemoryMax"] = "1G", ["CPUWeight"] = "500" },
            spec.Tuning.Units["gitedge-inference.service"]
        );
        Assert.Equal(TimeSpan.FromMinutes(90), spec.Health!.Soak);
        Assert.Equal(
            [new ProbeSpec { Unit = "analytics.service" }, new ProbeSpec { Http = "http://127.0.0.1:8080/healthz" }],
            spec.Health.Required
        );
        Assert.Equal([new ProbeSpec { Reach = "git" }], spec.Health.Wanted);
        Assert.Equal(
            new TrafficLimits
            {
                ErrorRate = 0.02,
                BadOutputs = 0.1,
                ConstantOutputs = 10,
                P95 = TimeSpan.FromMilliseconds(5),
                MemoryGrowth = 2,
            },
            spec.Health.Limits
        );
    }

    [Fact]
    public void What_is_left_out_has_its_documented_default()
    {
        var spec = Bind("""{ "health": {}, "tuning": {} }""").Value!.Spec;

        Assert.Equal(
            (TimeSpan.FromMinutes(2), 0, 0),
            (spec.Health!.Soak, spec.Health.Required.Count, spec.Health.Wanted.Count)
        );
        Assert.Equal(new TrafficLimits(), spec.Health.Limits);
        Assert.Empty(spec.Tuning!.Sysctl);
        Assert.Null(Bind("{}").Value!.Spec.Health);
    }

    [Theory]
    [InlineData("""{}, "speck": {}""", "the file has no field 'speck'", "did you mean 'spec'?")]
    [InlineData("""{ "modells": [] }""", "spec has no field 'modells'", "did you mean 'models'?")]
    [InlineData("""{ "xyz": [] }""", "spec has no field 'xyz'", "use one of: models, containers, tuning, health")]
    [InlineData("""{ "models": {} }""", "spec.models is a mapping, not a list", "give spec.models a list")]
    [InlineData("""{ "models": null }""", "spec.models is empty, not a list", "give spec.models a list")]
    [InlineData(
        """{ "models": [ 5 ] }""",
        "spec.models[0] is the number 5, not a mapping",
        "give spec.models[0] a mapping"
    )]
    [InlineData(
        """{ "health": { "soak": "soon" } }""",
        "spec.health.soak 'soon' is not a duration such as 2m, at least 0us and at most 7d",
        "give a duration such as 2m, at least 0us and at most 7d"
    )]
    [InlineData(
        """{ "health": { "soak": "8d" } }""",
        "spec.health.soak '8d' does not exist or is out of bounds",
        "give a duration such as 2m, at least 0us and at most 7d"
    )]
    [InlineData(
        """{ "health": { "soak": "1m1h" } }""",
        "spec.health.soak '1m1h' does not exist or is out of bounds",
        "give a duration such as 2m, at least 0us and at most 7d"
    )]
    [InlineData(
        """{ "health": { "soak": 120 } }""",
        "spec.health.soak is the number 120, not text",
        "give a duration such as 2m, at least 0us and at most 7d"
    )]
    [InlineData(
        """{ "health": { "required": [ {} ] } }""",
        "spec.health.required[0] has 0 fields",
        "give exactly one of: unit, http, reach"
    )]
    [InlineData(
        """{ "health": { "limits": { "errorRate": 2 } } }""",
        "spec.health.limits.errorRate is the number 2, not a number from 0 to 1",
        "give spec.health.limits.errorRate a number from 0 to 1"
    )]
    [InlineData(
        """{ "health": { "limits": { "constantOutputs": 1.5 } } }""",
        "spec.health.limits.constantOutputs is the number 1.5, not a whole number from 0 to 2147483647",
        "give spec.health.limits.constantOutputs a whole number from 0 to 2147483647"
    )]
    [InlineData(
        """{ "tuning": { "cpuGovernor": "performant" } }""",
        "spec.tuning.cpuGovernor is 'performant', not one of performance, powersave, ondemand, conservative, schedutil, userspace",
        "did you mean 'performance'?"
    )]
    [InlineData(
        """{ "tuning": { "cpuGovernor": true } }""",
        "spec.tuning.cpuGovernor is the boolean true, not one of performance, powersave, ondemand, conservative, schedutil, userspace",
        null
    )]
    [InlineData(
        """{ "tuning": { "sysctl": { "swap": 1 } } }""",
        "the key 'swap' of spec.tuning.sysctl is not a sysctl key such as vm.swappiness",
        "give a sysctl key such as vm.swappiness"
    )]
    [InlineData(
        """{ "models": [ { "name": "a" } ] }""",
        "spec.models[0].source is missing",
        "add it: where the bytes may be had, one address or a list in order of preference"
    )]
    public void Mistake_is_told_with_its_cure(string spec, string what, string? cure)
    {
        var problems = Bind(spec).Problems;

        var problem = Assert.Single(
            problems,
            candidate => string.Equals(candidate.What, what, StringComparison.Ordinal)
        );
        if (cure is not null)
            Assert.Equal(cure, problem.Cure);
    }

    [Fact]
    public void Plain_number_where_text_belongs_is_cured_with_quotes()
    {
        var json = Samples.Profile.Replace("\"1.20\"", "1.20", StringComparison.Ordinal);

        var problem = Assert.Single(ManifestKinds.Profile.Bind(JsonTree.Parse(json)).Problems);

        Assert.Equal("spec.models[0].requires.runtime is the number 1.20, not text", problem.What);
        Assert.Equal("put it in quotes: \"1.20\"", problem.Cure);
    }

    [Fact]
    public void Every_problem_is_found_in_one_run_and_in_order()
    {
        const string Json =
            """{ "apiVersion": "v2", "kind": "Profil", "metadata": {}, "selector": 3, "spec": { "health": { "soak": 1, "soack": 2 } }, "extra": 1 }""";

        var problems = ManifestKinds.Profile.Bind(JsonTree.Parse(Json)).Problems;

        Assert.Equal(7, problems.Count);
        Assert.Equal(problems.OrderBy(problem => problem.At.Line), problems);
    }

    [Fact]
    public void Key_that_stands_twice_names_both_places()
    {
        var problem = Assert.Single(Bind("""{ "models": [], "models": [] }""").Problems);

        Assert.Equal(ManifestRule.DuplicateKey, problem.Rule);
        Assert.Matches(@"^spec has the key 'models' twice, first at test\.yaml:\d+:1$", problem.What);
    }

    [Fact]
    public void Label_that_stands_twice_is_a_problem() =>
        Assert.Equal(
            ManifestRule.DuplicateKey,
            Assert.Single(Bind("""{ "tuning": { "sysctl": { "vm.a": 1, "vm.a": 1 } } }""").Problems).Rule
        );

    [Fact]
    public void Model_that_stands_twice_is_a_problem()
    {
        const string Model = $$"""{ "name": "a", "source": "file:/a", "digest": "{{Samples.Digest}}", "size": 1 }""";

        var problem = Assert.Single(Bind($$"""{ "models": [ {{Model}}, {{Model}} ] }""").Problems);

        Assert.Equal((ManifestRule.DuplicateName, "spec.models has 'a' twice"), (problem.Rule, problem.What));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData("6F1C9A52-3F0E-4A8E-9D0B-2C5D7A1E4B90", false)]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", true)]
    public void Fleet_has_an_identity_of_its_own(string uuid, bool good)
    {
        var json = Samples.Fleet.Replace("6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90", uuid, StringComparison.Ordinal);

        Assert.Equal(good, ManifestKinds.Fleet.Bind(JsonTree.Parse(json)).IsValid);
    }

    [Fact]
    public void Gate_without_a_tolerance_asks_for_equality()
    {
        const string Model = $$"""{ "name": "a", "source": "file:/a", "digest": "{{Samples.Digest}}", "size": 1""";
        var profile = Bind(
            $$$"""{ "models": [ {{{Model}}}, "golden": { "cases": "golden/a" } }, {{{Model.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)}}}, "golden": { "cases": "golden/a", "tolerance": {} } } ] }"""
        );

        Assert.All(profile.Value!.Spec.Models, model => Assert.Equal(new Tolerance(), model.Golden!.Tolerance));
        Assert.False(new Tolerance().Argmax);
    }

    [Fact]
    public void Outputs_may_have_tolerances_of_their_own()
    {
        const string Start = $$"""{ "models": [ { "name": "a", "source": "file:/a", "digest": "{{Samples.Digest}}", "size": 1, "golden": { "cases": "golden/a", "outputs": """;
        var gate = Bind(Start + """{ "logits/0:0": { "topK": 5 }, "mask": { "exact": true }, "free": {} } } } ] }""").Value!.Spec.Models[0].Golden!;
        Assert.Equal(new Tolerance(), gate.Tolerance);
        Assert.Equal(
            new Dictionary<string, Tolerance>
            {
                ["logits/0:0"] = new() { TopK = 5 },
                ["mask"] = new() { Exact = true },
                ["free"] = new(),
            },
            gate.Outputs
        );
        Assert.Null(Bind(Start.Replace(", \"outputs\": ", "", StringComparison.Ordinal) + "} } ] }").Value!.Spec.Models[0].Golden!.Outputs);
        Assert.Contains("topK", Bind(Start + """{ "y": { "topK": 0 } } } } ] }""").Problems.Single().ToString(), StringComparison.Ordinal);
        Assert.Contains("an output's name", Bind(Start + """{ "": {} } } } ] }""").Problems.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_prints_as_compilers_do() =>
        Assert.Equal(
            "a.yaml:3:5: error: it is wrong; fix: right it",
            new ManifestProblem(new SourceLocation("a.yaml", 3, 5), "it is wrong", "right it").ToString()
        );

    [Fact]
    public void Hostile_text_cannot_forge_a_line_of_the_report()
    {
        var problem = Bind("""{ "a\nfleet.yaml:1:1: error: forged": 1 }""").Problems[0];

        Assert.DoesNotContain('\n', problem.ToString());
        Assert.True(Bind($$"""{ "{{new string('x', 5000)}}": 1 }""").Problems[0].ToString().Length < 400);
    }

    private static Validated<ProfileManifest> Bind(string spec) =>
        ManifestKinds.Profile.Bind(
            JsonTree.Parse(
                $$"""
                { "apiVersion": "gitedge.io/v1", "kind": "Profile", "metadata": { "name": "p" }, "selector": { "matchLabels": {} }, "spec": {{spec}} }
                """
            )
        );
}
