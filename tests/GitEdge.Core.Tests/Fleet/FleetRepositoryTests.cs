using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tests.Manifests;

namespace GitEdge.Core.Tests.Fleet;

public sealed class FleetRepositoryTests
{
    private const string Image = $"example.org/a@{Samples.Digest}";
    private const string Container =
        $$"""{ "containers": [ { "name": "a", "image": "{{Image}}", "quadlet": "containers/a.container" } ] }""";
    private const string Golden = ", \"golden\": { \"cases\": \"golden/vad\" }";

    [Fact]
    public void Small_fleet_is_valid_and_sorted()
    {
        var fleet = FleetBuilder
            .Small()
            .WithDevice("a-1", "{}")
            .WithProfile("z", "{}", "{}")
            .WithProfile("b", "{}", "{}")
            .Valid();

        Assert.Equal(["a-1", "cam-1"], fleet.Devices.Select(device => device.Name));
        Assert.Equal(["b", "z"], fleet.Profiles.Select(profile => profile.Name));
        Assert.Equal("cam-1", fleet.FindDevice("cam-1")!.Name);
        Assert.Null(fleet.FindDevice("cam-2"));
        Assert.Equal("stable", fleet.FindRollout("stable")!.Channel);
        Assert.Null(fleet.FindRollout("beta"));
    }

    [Fact]
    public void Rollouts_are_sorted_and_found_by_their_channel()
    {
        var fleet = FleetBuilder
            .Small()
            .WithFleet("""[ { "name": "stable" }, { "name": "beta" } ]""")
            .WithRollout("beta")
            .Valid();

        Assert.Equal(["beta", "stable"], fleet.Rollouts.Select(rollout => rollout.Channel));
        Assert.Equal("stable", fleet.FindRollout("stable")!.Channel);
    }

    [Fact]
    public void Missing_fleet_file_is_told() =>
        AssertProblem(
            new FleetBuilder(),
            "fleet.yaml",
            "the file is missing: this is no fleet repository",
            ManifestRule.Files
        );

    [Theory]
    [InlineData("devices/a.yml")]
    [InlineData("devices/A.YAML")]
    [InlineData("devices/sub/a.yaml")]
    [InlineData("profiles/a.yml")]
    [InlineData("rollouts/a.yml")]
    [InlineData("fleet.yml")]
    public void Manifest_that_would_be_overlooked_is_told(string path) =>
        AssertProblem(
            FleetBuilder.Small().WithFile(path),
            path,
            "the file would not be read as a manifest",
            ManifestRule.Files
        );

    [Theory]
    [InlineData("devices/README.md")]
    [InlineData("golden/vad/a.yaml")]
    [InlineData("notes/a.yaml")]
    public void Other_files_are_left_alone(string path) => FleetBuilder.Small().WithFile(path).Valid();

    [Fact]
    public void File_name_must_be_the_manifests_name() =>
        AssertProblem(
            FleetBuilder.Small().WithDevice("cam-2", "{}", file: "devices/cam-3.yaml"),
            "devices/cam-3.yaml",
            "metadata.name is 'cam-2' but the file is devices/cam-3.yaml",
            ManifestRule.Files
        );

    [Fact]
    public void File_of_a_profile_or_rollout_has_its_name_too()
    {
        AssertProblem(
            FleetBuilder.Small().WithProfile("camera", "{}", "{}", file: "profiles/cameras.yaml"),
            "profiles/cameras.yaml",
            "metadata.name is 'camera' but the file is profiles/cameras.yaml",
            ManifestRule.Files
        );
        Assert.Equal(
            ["metadata.name is 'stable' but the file is rollouts/beta.yaml", "metadata.name 'stable' is taken already at"],
            [
                .. FleetBuilder
                    .Small()
                    .WithRollout("stable", file: "rollouts/beta.yaml")
                    .Create()
                    .Problems.Select(problem => problem.What.Split(" rollouts/beta.yaml:")[0]),
            ]
        );
    }

    [Fact]
    public void Name_that_is_taken_names_both_files()
    {
        var problems = FleetBuilder.Small().WithDevice("cam-1", "{}", file: "devices/cam-2.yaml").Create().Problems;

        Assert.Contains(
            problems,
            problem =>
                problem.Rule is ManifestRule.DuplicateName
                && problem.What.StartsWith(
                    "metadata.name 'cam-1' is taken already at devices/cam-1.yaml:",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Name_is_taken_by_the_file_that_comes_first_by_path()
    {
        var problem = Assert.Single(
            FleetBuilder.Small().WithDevice("cam-1", "{}", file: "devices/cam-0.yaml").Create().Problems,
            problem => problem.Rule is ManifestRule.DuplicateName
        );

        Assert.Equal("devices/cam-1.yaml", problem.At.File);
        Assert.Contains("taken already at devices/cam-0.yaml:", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_channel_of_a_device_is_told_with_a_suggestion()
    {
        var problem = AssertProblem(
            FleetBuilder.Small().WithDevice("cam-2", "{}", "stabel"),
            "devices/cam-2.yaml",
            "the fleet has no channel 'stabel'",
            ManifestRule.Reference
        );

        Assert.StartsWith(
            "did you mean 'stable'?; channels stand in fleet.yaml:",
            problem.Cure,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Rollout_of_no_channel_is_told() =>
        AssertProblem(
            FleetBuilder.Small().WithRollout("beta"),
            "rollouts/beta.yaml",
            "the fleet has no channel 'beta'",
            ManifestRule.Reference
        );

    [Fact]
    public void Channel_without_rollout_is_told() =>
        AssertProblem(
            FleetBuilder.Small().Without("rollouts/stable.yaml"),
            "fleet.yaml",
            "channel 'stable' has no rollouts/stable.yaml",
            ManifestRule.Files
        );

    [Fact]
    public void Golden_folder_that_is_not_there_is_told() =>
        AssertProblem(WithGolden(), "profiles/p.yaml", "the folder golden/vad is not there", ManifestRule.Files);

    [Fact]
    public void Golden_folder_without_cases_is_told() =>
        AssertProblem(
            WithGolden().WithFile("golden/vad/readme.txt"),
            "profiles/p.yaml",
            "the folder golden/vad has no test_data_set_<n>/input_<i>.pb",
            ManifestRule.Files
        );

    [Theory]
    [InlineData("input", "output")]
    [InlineData("output", "input")]
    public void Golden_case_without_its_other_half_is_told(string there, string missing) =>
        AssertProblem(
            WithGolden().WithFile($"golden/vad/test_data_set_0/{there}_0.pb"),
            "profiles/p.yaml",
            $"golden/vad/test_data_set_0 has no {missing}_<i>.pb",
            ManifestRule.Files
        );

    [Fact]
    public void Golden_folder_with_whole_cases_is_valid() =>
        WithGolden()
            .WithFile("golden/vad/test_data_set_0/input_0.pb")
            .WithFile("golden/vad/test_data_set_0/output_0.pb")
            .Valid();

    [Fact]
    public void Quadlet_that_is_not_there_is_told() =>
        AssertProblem(
            FleetBuilder.Small().WithProfile("p", "{}", Container),
            "profiles/p.yaml",
            "the file containers/a.container is not there",
            ManifestRule.Files
        );

    [Theory]
    [InlineData(
        "[Container]\nImage=example.org/a:latest\n",
        "Image='example.org/a:latest' is not the image that profiles/p.yaml:"
    )]
    [InlineData("[Container]\nExec=x\n", "the file has 0 lines Image=")]
    [InlineData($"[Container]\nImage={Image}\nImage={Image}\n", "the file has 2 lines Image=")]
    public void Quadlet_with_another_image_is_told(string text, string what) =>
        AssertProblem(
            FleetBuilder.Small().WithProfile("p", "{}", Container).WithFile("containers/a.container", text),
            "containers/a.container",
            what,
            ManifestRule.Reference
        );

    [Fact]
    public void Line_of_another_image_is_named_by_its_number()
    {
        var problem = Assert.Single(
            FleetBuilder
                .Small()
                .WithProfile("p", "{}", Container)
                .WithFile("containers/a.container", "[Container]\n\nImage=example.org/b\n")
                .Create()
                .Problems
        );

        Assert.Equal(new SourceLocation("containers/a.container", 3, 1), problem.At);
        Assert.Equal($"write Image={Image}, or change the profile", problem.Cure);
    }

    [Fact]
    public void Every_golden_case_that_is_not_whole_is_told_by_itself()
    {
        var problems = WithGolden()
            .WithFile("golden/vad/test_data_set_0/input_0.pb")
            .WithFile("golden/vad/test_data_set_1/input_0.pb")
            .WithFile("golden/vad/test_data_set_1/output_0.pb")
            .WithFile("golden/vad/test_data_set_2/output_0.pb")
            .Create()
            .Problems;

        Assert.Equal(
            ["golden/vad/test_data_set_0 has no output_<i>.pb", "golden/vad/test_data_set_2 has no input_<i>.pb"],
            problems.Select(problem => problem.What).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Problems_of_single_files_come_with_those_between_files()
    {
        var unread = new ManifestProblem(SourceLocation.StartOf("a.yaml"), "it is wrong", "right it");
        var sources = new FleetSources
        {
            Paths = new HashSet<string>(),
            Files = new Dictionary<string, ReadOnlyMemory<byte>>(),
            Problems = [unread],
        };

        var problems = FleetRepository.Create(sources).Problems;

        Assert.Equal([unread.At.File, "fleet.yaml"], problems.Select(problem => problem.At.File));
    }

    [Fact]
    public void Quadlet_with_the_pinned_image_is_valid() =>
        FleetBuilder
            .Small()
            .WithProfile("p", "{}", Container)
            .WithFile("containers/a.container", $"[Container]\r\n Image = {Image}\r\n# ImageName=\n")
            .Valid();

    [Fact]
    public void Channel_that_requires_golden_gates_gets_them()
    {
        var fleet = FleetBuilder.Small().WithFleet("""[ { "name": "stable", "requireGolden": true } ]""");

        AssertProblem(
            fleet.WithProfile("p", "{}", $$"""{ "models": [ {{FleetBuilder.Model("vad")}} ] }"""),
            "profiles/p.yaml",
            "model 'vad' has no golden gate",
            ManifestRule.Policy
        );
        FleetBuilder
            .Small()
            .WithFleet("""[ { "name": "stable", "requireGolden": true } ]""")
            .WithProfile("p", """{ "role": "none" }""", $$"""{ "models": [ {{FleetBuilder.Model("vad")}} ] }""")
            .Valid();
    }

    private static FleetBuilder WithGolden() =>
        FleetBuilder.Small().WithProfile("p", "{}", $$"""{ "models": [ {{FleetBuilder.Model("vad", Golden)}} ] }""");

    private static ManifestProblem AssertProblem(FleetBuilder fleet, string file, string what, ManifestRule rule)
    {
        var created = fleet.Create();
        Assert.False(created.IsValid);
        var problem = Assert.Single(created.Problems);
        Assert.StartsWith(what, problem.What, StringComparison.Ordinal);
        Assert.Equal((file, rule), (problem.At.File, problem.Rule));
        Assert.NotEmpty(problem.Cure);
        return problem;
    }
}
