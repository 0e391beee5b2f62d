using GitEdge.Core.Manifests.Binding;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Manifests;

/// <summary>The kinds of manifest. Their fields are declared in <c>Binding</c>, once for binder and schema.</summary>
public static class ManifestKinds
{
    /// <summary>The only <c>apiVersion</c> there is.</summary>
    public const string ApiVersion = "gitedge.io/v1";

    /// <summary>fleet.yaml.</summary>
    public static ManifestKind<FleetManifest> Fleet { get; } =
        new("Fleet", "Which fleet this is and which channels it has: fleet.yaml.", FleetShapes.Fleet);

    /// <summary>devices/&lt;id&gt;.yaml.</summary>
    public static ManifestKind<DeviceManifest> Device { get; } =
        new("Device", "One device, its labels and its channel: devices/<id>.yaml.", FleetShapes.Device);

    /// <summary>profiles/&lt;name&gt;.yaml.</summary>
    public static ManifestKind<ProfileManifest> Profile { get; } =
        new("Profile", "What the selected devices run: profiles/<name>.yaml.", ProfileShapes.Profile);

    /// <summary>rollouts/&lt;channel&gt;.yaml.</summary>
    public static ManifestKind<RolloutManifest> Rollout { get; } =
        new("Rollout", "Which release of a channel this is, and when it counts: rollouts/<channel>.yaml.", FleetShapes.Rollout);

    /// <summary>agent.yaml, which lies on the device and not in the repository.</summary>
    public static ManifestKind<AgentManifest> Agent { get; } =
        new("Agent", "What one device was told at enrolment: agent.yaml, on the device.", AgentShapes.Agent);

    /// <summary>policy.yaml, which lies on the device and is its owner's word.</summary>
    public static ManifestKind<OwnerPolicy> Policy { get; } =
        new("Policy", "What releases may do on this device: policy.yaml, on the device.", PolicyShapes.Policy);

    /// <summary>File name of a schema → its text, for every kind.</summary>
    public static IReadOnlyDictionary<string, string> Schemas() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["agent.schema.json"] = Agent.Schema(),
        ["device.schema.json"] = Device.Schema(),
        ["fleet.schema.json"] = Fleet.Schema(),
        ["fresh.schema.json"] = TrustFiles.Fresh.Schema(),
        ["hold.schema.json"] = TrustFiles.Hold.Schema(),
        ["policy.schema.json"] = Policy.Schema(),
        ["profile.schema.json"] = Profile.Schema(),
        ["rollout.schema.json"] = Rollout.Schema(),
        ["trust.schema.json"] = TrustFiles.Trust.Schema(),
    };
}
