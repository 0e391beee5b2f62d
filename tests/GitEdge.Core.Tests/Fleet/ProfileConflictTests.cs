using GitEdge.Core.Manifests;
using GitEdge.Core.Tests.Manifests;

namespace GitEdge.Core.Tests.Fleet;

public sealed class ProfileConflictTests
{
    private const string Image = $"example.org/a@{Samples.Digest}";
    private const string Container =
        $$"""{ "containers": [ { "name": "a", "image": "{{Image}}", "quadlet": "containers/a.container" } ] }""";

    [Theory]
    [InlineData("model 'vad'", "{ \"models\": [ MODEL ] }")]
    [InlineData("container 'a'", Container)]
    [InlineData("sysctl 'vm.swappiness'", """{ "tuning": { "sysctl": { "vm.swappiness": 1 } } }""")]
    [InlineData(
        "MemoryMax of unit 'a.service'",
        """{ "tuning": { "units": { "a.service": { "MemoryMax": "1G" } } } }"""
    )]
    [InlineData("tuning.cpuGovernor", """{ "tuning": { "cpuGovernor": "performance" } }""")]
    [InlineData("tuning.transparentHugepages", """{ "tuning": { "transparentHugepages": "never" } }""")]
    [InlineData("tuning.confirmWithin", """{ "tuning": { "confirmWithin": "60s" } }""")]
    [InlineData("health.soak", """{ "health": { "soak": "2m" } }""")]
    [InlineData("health.limits", """{ "health": { "limits": {} } }""")]
    public void Two_profiles_that_set_the_same_thing_are_named_with_both_places(string setting, string spec)
    {
        spec = spec.Replace("MODEL", FleetBuilder.Model("vad"), StringComparison.Ordinal);
        var fleet = FleetBuilder
            .Small()
            .WithFile("containers/a.container", $"[Container]\nImage={Image}")
            .WithProfile("cameras", """{ "role": "camera" }""", spec)
            .WithProfile("north", """{ "site": "north" }""", spec);

        var problem = Assert.Single(fleet.Create().Problems);

        Assert.Equal(ManifestRule.Conflict, problem.Rule);
        Assert.Matches(
            $@"^profiles 'cameras' \(profiles/cameras\.yaml:\d+:1\) and 'north' \(profiles/north\.yaml:\d+:1\) both set {setting} for device 'cam-1'$",
            problem.What
        );
    }

    [Fact]
    public void Conflict_is_told_for_every_device()
    {
        const string Spec = """{ "health": { "soak": "2m" } }""";

        var problems = FleetBuilder
            .Small()
            .WithDevice("cam-2", "{}")
            .WithProfile("a", "{}", Spec)
            .WithProfile("b", "{}", Spec)
            .Create()
            .Problems;

        Assert.Equal(["cam-1", "cam-2"], problems.Select(problem => problem.What.Split('\'')[^2]));
    }

    [Fact]
    public void Sysctl_written_with_slashes_is_the_same_setting()
    {
        var fleet = FleetBuilder
            .Small()
            .WithProfile("a", "{}", """{ "tuning": { "sysctl": { "vm/swappiness": 1 } } }""")
            .WithProfile("b", "{}", """{ "tuning": { "sysctl": { "vm.swappiness": 1 } } }""");

        var problem = Assert.Single(fleet.Create().Problems);

        Assert.Equal(("profiles/b.yaml", ManifestRule.Conflict), (problem.At.File, problem.Rule));
        Assert.Contains("both set sysctl 'vm.swappiness'", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_that_select_different_devices_may_set_the_same_thing() =>
        FleetBuilder
            .Small()
            .WithDevice("mic-1", """{ "role": "microphone" }""")
            .WithProfile("cameras", """{ "role": "camera" }""", """{ "health": { "soak": "2m" } }""")
            .WithProfile("microphones", """{ "role": "microphone" }""", """{ "health": { "soak": "3m" } }""")
            .Valid();

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "role": "camera" }""", true)]
    [InlineData("""{ "role": "camera", "site": "south" }""", false)]
    [InlineData("""{ "rack": "1" }""", false)]
    [InlineData("""{ "gitedge.io/device": "cam-1" }""", true)]
    [InlineData("""{ "gitedge.io/device": "cam-2" }""", false)]
    [InlineData("""{ "gitedge.io/hardware": "rpi5", "gitedge.io/channel": "stable" }""", true)]
    [InlineData("""{ "gitedge.io/hardware": "rpi4" }""", false)]
    public void Selector_takes_devices_that_carry_all_of_it(string labels, bool selected)
    {
        var fleet = FleetBuilder.Small().WithProfile("p", labels, "{}").Valid();

        Assert.Equal(selected, fleet.ProfilesOf(fleet.FindDevice("cam-1")!).Count == 1);
    }
}
