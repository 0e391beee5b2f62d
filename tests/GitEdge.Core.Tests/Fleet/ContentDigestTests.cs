using System.Text;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Fleet;

public sealed class ContentDigestTests
{
    private static readonly Sha256Digest Other = Sha256Digest.Of("other"u8);

    [Fact]
    public void Where_it_comes_from_does_not_count()
    {
        var elsewhere = Full() with
        {
            Device = "cam-2",
            Profiles = ["another"],
            Models = [Full().Models[0] with { Spec = Full().Models[0].Spec with { Sources = ["https://mirror.example.org/m"] } }],
        };

        Assert.Equal(Full().Content, elsewhere.Content);
    }

    [Fact]
    public void Everything_it_means_counts()
    {
        var digests = Variants().Select(state => state.Content).Append(Full().Content).ToList();

        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void Order_of_dictionary_entries_does_not_count()
    {
        var one = Full() with { Tuning = new TuningSpec { Sysctl = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } } };
        var two = Full() with { Tuning = new TuningSpec { Sysctl = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } } };

        Assert.Equal(one.Content, two.Content);
    }

    [Fact]
    public void Persisted_meaning_is_stable() => Assert.Equal(
        "sha256:3418685b32831165b78176092d6f619c0cf63af06773ab0e98c2e4b97464f819",
        Full().Content.ToString());

    [Fact]
    public void Settings_are_taken_in_the_order_of_their_names()
    {
        static Dictionary<string, string> Two(string first, string second) => new() { [first] = first, [second] = second };
        static DesiredState With(string first, string second) => Full() with
        {
            Tuning = new TuningSpec
            {
                Sysctl = Two(first, second),
                Units = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [first] = Two(first, second),
                    [second] = Two(second, first),
                },
            },
        };

        Assert.Equal(With("a", "B").Content, With("B", "a").Content);
        Assert.Equal("sha256:4e26c7061414d16af9c912cb904630e18f25b161ca6b63294d38f48841c7fbee", With("a", "B").Content.ToString());
    }

    [Fact]
    public void Empty_is_not_the_same_as_not_given()
    {
        static DesiredState With(string? provider) => Full() with
        {
            Models = [Full().Models[0] with { Spec = Full().Models[0].Spec with { Requires = new ModelRequirements { Provider = provider } } }],
        };

        Assert.NotEqual(With(null).Content, With("").Content);
    }

    [Fact]
    public void Fields_cannot_be_shifted_into_each_other()
    {
        static DesiredState With(string name, string image) =>
            Full() with { Containers = [new ContainerSpec { Name = name, Image = image, Quadlet = "containers/c.container" }] };

        Assert.NotEqual(With("ab", "c").Content, With("a", "bc").Content);
        Assert.NotEqual(With("a1:b", "c").Content, With("a", "b1:c").Content);
    }

    private static DesiredState Full() => new()
    {
        Device = "cam-1",
        Profiles = ["camera"],
        Models =
        [
            new DesiredModel
            {
                Spec = new ModelSpec
                {
                    Name = "vad",
                    Sources = ["https://models.example.org/vad"],
                    Digest = Sha256Digest.Of("vad"u8),
                    Size = 3,
                    Requires = new ModelRequirements { Memory = 100, Provider = "CPUExecutionProvider", Opset = 17, Runtime = "1.20" },
                    Golden = new GoldenGate
                    {
                        Cases = "golden/vad",
                        Tolerance = new Tolerance { Absolute = 0.5 },
                        Latency = new LatencyGate { P95 = TimeSpan.FromMilliseconds(20), Regression = 1.5 },
                        Memory = 200,
                    },
                },
                GoldenFiles = [new LockedFile("golden/vad/test_data_set_0/input_0.pb", Sha256Digest.Of("in"u8))],
            },
        ],
        Containers = [new ContainerSpec { Name = "c", Image = "r/c@sha256:1", Quadlet = "containers/c.container" }],
        Tuning = new TuningSpec
        {
            Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = "10" },
            CpuGovernor = "performance",
            TransparentHugepages = "madvise",
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["u.service"] = new Dictionary<string, string> { ["MemoryMax"] = "1G" },
            },
            ConfirmWithin = TimeSpan.FromSeconds(60),
        },
        Health = new HealthSpec { Required = [new ProbeSpec { Unit = "u.service" }], Wanted = [new ProbeSpec { Reach = "git" }] },
    };

    private static IEnumerable<DesiredState> Variants()
    {
        var full = Full();
        foreach (var spec in Specs(full.Models[0].Spec))
            yield return full with { Models = [full.Models[0] with { Spec = spec }] };
        yield return full with { Models = [] };
        yield return full with { Models = [full.Models[0], full.Models[0]] };
        yield return full with { Models = [full.Models[0] with { GoldenFiles = [] }] };
        yield return full with { Models = [full.Models[0] with { GoldenFiles = [full.Models[0].GoldenFiles[0] with { Digest = Other }] }] };
        yield return full with { Models = [full.Models[0] with { GoldenFiles = [full.Models[0].GoldenFiles[0] with { Path = "p" }] }] };
        yield return full with { Containers = [] };
        yield return full with { Containers = [full.Containers[0] with { Name = "d" }] };
        yield return full with { Containers = [full.Containers[0] with { Image = "d" }] };
        yield return full with { Containers = [full.Containers[0] with { Quadlet = "d" }] };
        yield return full with { Containers = [full.Containers[0] with { File = Other }] };
        foreach (var tuning in Tunings(full.Tuning!))
            yield return full with { Tuning = tuning };
        foreach (var health in Healths(full.Health))
            yield return full with { Health = health };
    }

    private static IEnumerable<ModelSpec> Specs(ModelSpec spec)
    {
        yield return spec with { Name = "other" };
        yield return spec with { Digest = Other };
        yield return spec with { Size = 4 };
        yield return spec with { Swap = SwapMode.Cold };
        yield return spec with { Requires = null };
        yield return spec with { Requires = spec.Requires! with { Memory = 101 } };
        yield return spec with { Requires = spec.Requires! with { Provider = null } };
        yield return spec with { Requires = spec.Requires! with { Opset = 18 } };
        yield return spec with { Requires = spec.Requires! with { Runtime = "1.21" } };
        yield return spec with { Golden = null };
        var golden = spec.Golden!;
        yield return spec with { Golden = golden with { Cases = "golden/other" } };
        yield return spec with { Golden = golden with { Memory = null } };
        yield return spec with { Golden = golden with { Latency = null } };
        yield return spec with { Golden = golden with { Latency = golden.Latency! with { P95 = TimeSpan.FromMilliseconds(21) } } };
        yield return spec with { Golden = golden with { Latency = golden.Latency! with { Regression = 1.6 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Absolute = 0.6 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Relative = 0.5 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Cosine = 0.5 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Absolute = 0.5, Argmax = true } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Absolute = 0.5, TopK = 5 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Absolute = 0.5, TopK = 6 } } };
        yield return spec with { Golden = golden with { Tolerance = new Tolerance { Absolute = 0.5, Exact = true } } };
        foreach (var own in (Tolerance[])[new(), new() { Absolute = 1 }, new() { Relative = 1 }, new() { Cosine = 1 }, new() { Argmax = true }, new() { TopK = 1 }, new() { Exact = true }])
            yield return spec with { Golden = golden with { Outputs = new Dictionary<string, Tolerance> { ["y"] = own } } };
        yield return spec with { Golden = golden with { Outputs = new Dictionary<string, Tolerance> { ["z"] = new() } } };
    }

    private static IEnumerable<TuningSpec?> Tunings(TuningSpec tuning)
    {
        yield return null;
        yield return tuning with { Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = "11" } };
        yield return tuning with { Sysctl = new Dictionary<string, string> { ["vm.other"] = "10" } };
        yield return tuning with { CpuGovernor = "powersave" };
        yield return tuning with { TransparentHugepages = "never" };
        yield return tuning with { EnergyPreference = "power" };
        yield return tuning with { TunedProfile = "power" };
        yield return tuning with { PowerProfile = "power" };
        yield return tuning with { ConfirmWithin = TimeSpan.FromSeconds(61) };
        yield return tuning with
        {
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["u.service"] = new Dictionary<string, string> { ["MemoryMax"] = "2G" },
            },
        };
        yield return tuning with
        {
            Units = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["v.service"] = new Dictionary<string, string> { ["MemoryMax"] = "1G" },
            },
        };
    }

    private static IEnumerable<HealthSpec> Healths(HealthSpec health)
    {
        yield return health with { Soak = TimeSpan.FromMinutes(3) };
        yield return health with { Required = [] };
        yield return health with { Required = [new ProbeSpec { Http = "u.service" }] };
        yield return health with { Wanted = [] };
        yield return health with { Required = health.Wanted, Wanted = health.Required };
        yield return health with { Limits = health.Limits with { ErrorRate = 0.02 } };
        yield return health with { Limits = health.Limits with { BadOutputs = 0.02 } };
        yield return health with { Limits = health.Limits with { ConstantOutputs = 5 } };
        yield return health with { Limits = health.Limits with { P95 = TimeSpan.FromMilliseconds(5) } };
        yield return health with { Limits = health.Limits with { MemoryGrowth = 2 } };
    }
}
