using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Fleet;

public sealed class UnsupportedTests
{
    private static readonly DesiredState Plain = new() { Device = "cam-1", Profiles = ["camera"] };

    [Fact]
    public void Models_from_files_and_web_servers_are_supported() =>
        Assert.Empty((Plain with { Models = [Model("file:///m"), Model("oci://r/m", "https://m.example.org/m")] }).Unsupported);

    [Fact]
    public void Model_from_a_registry_alone_is_named() =>
        Assert.Equal("model 'vad'", Assert.Single((Plain with { Models = [Model("oci://r/m")] }).Unsupported).Item);

    [Fact]
    public void Every_container_is_named()
    {
        var state = Plain with { Containers = [new ContainerSpec { Name = "analytics", Image = "r/a@sha256:0", Quadlet = "containers/a.container" }] };

        Assert.Equal("container 'analytics'", Assert.Single(state.Unsupported).Item);
    }

    [Fact]
    public void Every_setting_is_named_in_order()
    {
        var state = Plain with
        {
            Tuning = new TuningSpec
            {
                Sysctl = new Dictionary<string, string> { ["vm.swappiness"] = "10", ["kernel.panic"] = "1" },
                CpuGovernor = "performance",
                EnergyPreference = "power",
                TunedProfile = "edge",
                PowerProfile = "balanced",
                TransparentHugepages = "never",
                Units = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["a.service"] = new Dictionary<string, string>() },
            },
        };

        Assert.Equal(
            [
                "tuning: cpuGovernor", "tuning: energyPreference", "tuning: powerProfile", "tuning: sysctl 'kernel.panic'",
                "tuning: sysctl 'vm.swappiness'", "tuning: transparentHugepages", "tuning: tunedProfile", "tuning: unit properties of 'a.service'",
            ],
            state.Unsupported.Select(item => item.Item));
    }

    [Fact]
    public void Device_that_tunes_or_runs_containers_refuses_only_what_it_cannot()
    {
        var state = Plain with
        {
            Tuning = new TuningSpec { CpuGovernor = "performance" },
            Containers = [new ContainerSpec { Name = "analytics", Image = "r/a@sha256:0", Quadlet = "containers/a.container" }],
        };

        Assert.Equal(2, state.UnsupportedBy(DeviceAbilities.OneProcess).Count);
        Assert.Empty(state.UnsupportedBy(DeviceAbilities.WithHelper));
        Assert.Equal("container 'analytics'", Assert.Single(state.UnsupportedBy(new DeviceAbilities { Tunes = true })).Item);
        Assert.Equal("tuning: cpuGovernor", Assert.Single(state.UnsupportedBy(new DeviceAbilities { RunsContainers = true })).Item);
    }

    [Fact]
    public void Settings_that_are_not_given_are_not_named() =>
        Assert.Empty((Plain with { Tuning = new TuningSpec() }).Unsupported);

    [Fact]
    public void Probe_of_a_unit_that_is_no_service_is_named_only_when_it_decides()
    {
        var service = new ProbeSpec { Unit = "analytics.service" };
        var unit = new ProbeSpec { Unit = "analytics.socket" };
        var http = new ProbeSpec { Http = "http://127.0.0.1/healthz" };

        Assert.Empty((Plain with { Health = new HealthSpec { Required = [http, service], Wanted = [unit] } }).Unsupported);
        Assert.Equal("required probe of unit 'analytics.socket'",
            Assert.Single((Plain with { Health = new HealthSpec { Required = [http, unit] } }).Unsupported).Item);
    }

    [Fact]
    public void Every_container_is_watched_once_whether_it_is_asked_for_or_not()
    {
        static ContainerSpec Container(string name) => new() { Name = name, Image = "r/a@sha256:0", Quadlet = "containers/a.container" };
        var state = Plain with { Containers = [Container("api"), Container("web")], Health = new HealthSpec { Required = [new ProbeSpec { Unit = "web.service" }] } };

        Assert.Equal(["web.service", "api.service"], state.Watched.Required.Select(probe => probe.Unit));
        Assert.Single(state.Health.Required);
    }

    private static DesiredModel Model(params string[] sources) => new()
    {
        Spec = new ModelSpec { Name = "vad", Sources = sources, Digest = Sha256Digest.Of("vad"u8), Size = 3 },
    };
}
