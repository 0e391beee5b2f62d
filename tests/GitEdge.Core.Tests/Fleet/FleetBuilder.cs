using System.Text;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Tests.Manifests;

namespace GitEdge.Core.Tests.Fleet;

/// <summary>Puts a fleet together from JSON pieces and checks it.</summary>
internal sealed class FleetBuilder
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly List<DeviceManifest> _devices = [];
    private readonly List<ProfileManifest> _profiles = [];
    private readonly List<RolloutManifest> _rollouts = [];
    private FleetManifest? _fleet;

    public static FleetBuilder Small() =>
        new FleetBuilder()
            .WithFleet("""[ { "name": "stable" } ]""")
            .WithRollout("stable")
            .WithDevice("cam-1", """{ "role": "camera", "site": "north" }""");

    public static string Model(string name, string more = "") =>
        $$"""{ "name": "{{name}}", "source": "https://example.org/{{name}}", "digest": "{{Samples.Digest}}", "size": 1 {{more}} }""";

    public FleetBuilder WithFleet(string channels)
    {
        _fleet = Bind(
            ManifestKinds.Fleet,
            "fleet.yaml",
            $$"""
            { "apiVersion": "gitedge.io/v1", "kind": "Fleet", "metadata": { "name": "demo" },
              "spec": { "repoId": "6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90", "channels": {{channels}} } }
            """
        );
        return this;
    }

    public FleetBuilder WithRollout(string channel, string? file = null, string more = "")
    {
        _rollouts.Add(
            Bind(
                ManifestKinds.Rollout,
                file ?? $"rollouts/{channel}.yaml",
                $$"""
                { "apiVersion": "gitedge.io/v1", "kind": "Rollout", "metadata": { "name": "{{channel}}" },
                  "spec": { "channel": "{{channel}}", "epoch": 1, "counter": 1, "created": "2026-03-01T08:00:00Z" {{more}} } }
                """
            )
        );
        return this;
    }

    public FleetBuilder WithDevice(string name, string labels, string channel = "stable", string? file = null)
    {
        _devices.Add(
            Bind(
                ManifestKinds.Device,
                file ?? $"devices/{name}.yaml",
                $$"""
                { "apiVersion": "gitedge.io/v1", "kind": "Device", "metadata": { "name": "{{name}}", "labels": {{labels}} },
                  "spec": { "hardware": "rpi5", "channel": "{{channel}}" } }
                """
            )
        );
        return this;
    }

    public FleetBuilder WithProfile(string name, string labels, string spec, string? file = null)
    {
        _profiles.Add(
            Bind(
                ManifestKinds.Profile,
                file ?? $"profiles/{name}.yaml",
                $$"""
                { "apiVersion": "gitedge.io/v1", "kind": "Profile", "metadata": { "name": "{{name}}" },
                  "selector": { "matchLabels": {{labels}} }, "spec": {{spec}} }
                """
            )
        );
        return this;
    }

    public FleetBuilder WithFile(string path, string content = "")
    {
        _files[path] = Encoding.UTF8.GetBytes(content);
        return this;
    }

    public FleetBuilder Without(string path)
    {
        _files.Remove(path);
        return this;
    }

    public Validated<FleetRepository> Create() =>
        FleetRepository.Create(
            new FleetSources
            {
                Fleet = _fleet,
                Devices = _devices,
                Profiles = _profiles,
                Rollouts = _rollouts,
                Paths = _files.Keys.ToHashSet(StringComparer.Ordinal),
                Files = _files,
            }
        );

    public FleetRepository Valid()
    {
        var created = Create();
        Assert.Empty(created.Problems);
        return created.Value!;
    }

    private T Bind<T>(ManifestKind<T> kind, string file, string json)
        where T : class
    {
        _files[file] = default;
        var bound = kind.Bind(JsonTree.Parse(json, file));
        Assert.Empty(bound.Problems);
        return bound.Value!;
    }
}
