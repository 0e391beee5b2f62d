using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tests.Manifests;

namespace GitEdge.Core.Tests.Fleet;

public sealed class DesiredStateResolverTests
{
    [Fact]
    public void Desired_state_is_the_sum_of_the_profiles_sorted_by_name()
    {
        var fleet = FleetBuilder
            .Small()
            .WithProfile(
                "b",
                """{ "role": "camera" }""",
                $$"""
                { "models": [ {{FleetBuilder.Model(
                    "zoom"
                )}} ], "tuning": { "sysctl": { "vm.a": 1 }, "units": { "a.service": { "MemoryMax": "1G" } }, "cpuGovernor": "performance" },
                  "health": { "soak": "9m", "required": [ { "reach": "git" } ] } }
                """
            )
            .WithProfile(
                "a",
                """{ "site": "north" }""",
                $$"""
                { "models": [ {{FleetBuilder.Model(
                    "audio"
                )}} ], "tuning": { "sysctl": { "vm.b": 2 }, "units": { "a.service": { "CPUWeight": 5 } }, "transparentHugepages": "never", "confirmWithin": "30s" },
                  "health": { "required": [ { "reach": "git" }, { "unit": "a.service" } ], "wanted": [ { "unit": "b.service" } ], "limits": { "errorRate": 0.5 } } }
                """
            )
            .WithProfile(
                "other",
                """{ "role": "microphone" }""",
                $$"""{ "models": [ {{FleetBuilder.Model("vad")}} ] }"""
            )
            .Valid();

        var state = DesiredStateResolver.Resolve(fleet, "cam-1", []).Value!;

        Assert.Equal("cam-1", state.Device);
        Assert.Equal(["a", "b"], state.Profiles);
        Assert.Equal(["audio", "zoom"], state.Models.Select(model => model.Spec.Name));
        Assert.Equal(new Dictionary<string, string> { ["vm.a"] = "1", ["vm.b"] = "2" }, state.Tuning!.Sysctl);
        Assert.Equal(
            new Dictionary<string, string> { ["MemoryMax"] = "1G", ["CPUWeight"] = "5" },
            state.Tuning.Units["a.service"]
        );
        Assert.Equal(
            ("performance", "never", TimeSpan.FromSeconds(30)),
            (state.Tuning.CpuGovernor, state.Tuning.TransparentHugepages, state.Tuning.ConfirmWithin)
        );
        Assert.Equal((TimeSpan.FromMinutes(9), 0.5), (state.Health.Soak, state.Health.Limits.ErrorRate));
        Assert.Equal([new ProbeSpec { Reach = "git" }, new ProbeSpec { Unit = "a.service" }], state.Health.Required);
        Assert.Equal([new ProbeSpec { Unit = "b.service" }], state.Health.Wanted);
    }

    [Fact]
    public void Containers_of_several_profiles_are_sorted_by_name()
    {
        const string Image = $"example.org/a@{Samples.Digest}";
        static string Container(string name) =>
            $$"""{ "containers": [ { "name": "{{name}}", "image": "{{Image}}", "quadlet": "containers/a.container" } ] }""";
        var fleet = FleetBuilder
            .Small()
            .WithFile("containers/a.container", $"[Container]\nImage={Image}")
            .WithProfile("one", "{}", Container("second"))
            .WithProfile("two", "{}", Container("first"))
            .Valid();

        var state = DesiredStateResolver.WithoutLock(fleet, fleet.FindDevice("cam-1")!);

        Assert.Equal(["first", "second"], state.Containers.Select(container => container.Name));
        Assert.Equal(["one", "two"], state.Profiles);
    }

    [Fact]
    public void Tuning_that_no_profile_gives_is_left_as_it_is()
    {
        var fleet = FleetBuilder
            .Small()
            .WithProfile("a", "{}", """{ "tuning": { "sysctl": { "vm.a": 1 } } }""")
            .WithProfile("b", "{}", """{ "tuning": { "sysctl": { "vm.b": 2 } } }""")
            .Valid();

        var tuning = DesiredStateResolver.Resolve(fleet, "cam-1", []).Value!.Tuning!;

        Assert.Equal((null, null, null), (tuning.CpuGovernor, tuning.TransparentHugepages, tuning.ConfirmWithin));
        Assert.Equal(["vm.a", "vm.b"], tuning.Sysctl.Keys);
        Assert.Empty(tuning.Units);
    }

    [Fact]
    public void Device_that_no_profile_selects_has_an_empty_state()
    {
        var state = DesiredStateResolver.Resolve(FleetBuilder.Small().Valid(), "cam-1", []).Value!;

        Assert.Empty(state.Models);
        Assert.Null(state.Tuning);
        Assert.Equal(new HealthSpec().Soak, state.Health.Soak);
        Assert.Empty(state.Unsupported);
    }

    [Fact]
    public void Golden_files_are_those_of_the_lock_below_the_folder_sorted()
    {
        LockedFile[] files =
        [
            File("golden/vad/test_data_set_0/output_0.pb"),
            File("golden/vad/test_data_set_0/input_0.pb"),
            File("golden/vad2/x"),
            File("fleet.yaml"),
        ];
        var fleet = WithGolden();

        var model = Assert.Single(DesiredStateResolver.Resolve(fleet, "cam-1", files).Value!.Models);

        Assert.Equal(
            ["golden/vad/test_data_set_0/input_0.pb", "golden/vad/test_data_set_0/output_0.pb"],
            model.GoldenFiles.Select(file => file.Path)
        );
        Assert.Empty(DesiredStateResolver.WithoutLock(fleet, fleet.FindDevice("cam-1")!).Models[0].GoldenFiles);
    }

    [Fact]
    public void Golden_folder_that_the_lock_does_not_name_is_a_problem()
    {
        var problem = Assert.Single(DesiredStateResolver.Resolve(WithGolden(), "cam-1", [File("fleet.yaml")]).Problems);

        Assert.Equal(
            ("the lock names no file below golden/vad", "profiles/p.yaml", ManifestRule.Files),
            (problem.What, problem.At.File, problem.Rule)
        );
    }

    [Theory]
    [InlineData("cam-2", "did you mean 'cam-1'? Else add its manifest and release")]
    [InlineData("microphone", "add its manifest and release, or give the device its right id")]
    public void Unknown_device_is_a_problem_with_a_cure(string device, string cure)
    {
        var problem = Assert.Single(DesiredStateResolver.Resolve(FleetBuilder.Small().Valid(), device, []).Problems);

        Assert.Equal(
            ($"the fleet has no device '{device}'", cure, ManifestRule.Reference),
            (problem.What, problem.Cure, problem.Rule)
        );
    }

    [Fact]
    public void Everything_this_version_does_not_carry_out_is_named()
    {
        const string Image = $"example.org/a@{Samples.Digest}";
        var fleet = new FleetBuilder()
            .WithFleet("""[ { "name": "stable" } ]""")
            .WithDevice("cam-1", "{}")
            .WithRollout(
                "stable",
                more: """, "waves": [ { "name": "canary", "share": "5%", "start": "2026-03-02T08:00:00Z" } ]"""
            )
            .WithFile("containers/a.container", $"[Container]\nImage={Image}")
            .WithProfile(
                "p",
                "{}",
                $$"""
                { "models": [ {{FleetBuilder.Model("https")}}, {{FleetBuilder.Model("oci").Replace(
                    "https:",
                    "oci:",
                    StringComparison.Ordinal
                )}},
                              {{FleetBuilder.Model("both").Replace(
                    "\"https://example.org/both\"",
                    "[ \"oci://example.org/b\", \"https://example.org/b\" ]",
                    StringComparison.Ordinal
                )}} ],
                  "containers": [ { "name": "a", "image": "{{Image}}", "quadlet": "containers/a.container" } ],
                  "tuning": { "sysctl": { "vm.swappiness": 1 }, "cpuGovernor": "performance", "transparentHugepages": "never", "units": { "a.service": { "CPUWeight": 1 } } } }
                """
            )
            .Valid();

        var unsupported = DesiredStateResolver.Resolve(fleet, "cam-1", []).Value!.Unsupported;

        Assert.Equal(
            [
                "model 'oci'",
                "container 'a'",
                "tuning: cpuGovernor",
                "tuning: sysctl 'vm.swappiness'",
                "tuning: transparentHugepages",
                "tuning: unit properties of 'a.service'",
                "wave 'canary'",
            ],
            unsupported.Select(item => item.Item)
        );
        Assert.All(
            unsupported,
            item => Assert.Contains("not carried out by this version", item.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Waves_are_no_part_of_the_content()
    {
        const string Waves = """, "waves": [ { "name": "canary", "share": "5%", "start": "2026-03-02T08:00:00Z" } ]""";
        var plain = new FleetBuilder()
            .WithFleet("""[ { "name": "stable" } ]""")
            .WithDevice("cam-1", "{}")
            .WithRollout("stable")
            .Valid();
        var waved = new FleetBuilder()
            .WithFleet("""[ { "name": "stable" } ]""")
            .WithDevice("cam-1", "{}")
            .WithRollout("stable", more: Waves)
            .Valid();

        Assert.Equal(
            DesiredStateResolver.Resolve(plain, "cam-1", []).Value!.Content,
            DesiredStateResolver.Resolve(waved, "cam-1", []).Value!.Content
        );
    }

    private static FleetRepository WithGolden() =>
        FleetBuilder
            .Small()
            .WithFile("golden/vad/test_data_set_0/input_0.pb")
            .WithFile("golden/vad/test_data_set_0/output_0.pb")
            .WithProfile(
                "p",
                "{}",
                $$"""{ "models": [ {{FleetBuilder.Model("vad", ", \"golden\": { \"cases\": \"golden/vad\" }")}} ] }"""
            )
            .Valid();

    private static LockedFile File(string path) => new(path, Sha256Digest.Of([]));
}
