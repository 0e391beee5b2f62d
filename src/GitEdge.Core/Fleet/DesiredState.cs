using System.Text.Json.Serialization;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Fleet;

/// <summary>Everything one release means for one device.</summary>
public sealed record DesiredState
{
    /// <summary>The device's id.</summary>
    public required string Device { get; init; }

    /// <summary>The profiles that selected the device, sorted by name.</summary>
    public required IReadOnlyList<string> Profiles { get; init; }

    /// <summary>The models, sorted by name.</summary>
    public IReadOnlyList<DesiredModel> Models { get; init; } = [];

    /// <summary>The containers, sorted by name.</summary>
    public IReadOnlyList<ContainerSpec> Containers { get; init; } = [];

    /// <summary>The tuning; null leaves the system as it is.</summary>
    public TuningSpec? Tuning { get; init; }

    /// <summary>What must hold after the switch.</summary>
    public HealthSpec Health { get; init; } = new();

    /// <summary><see cref="Health"/>, and that every container stays up, whether that is asked for or not.</summary>
    [JsonIgnore]
    public HealthSpec Watched => Health with
    {
        Required =
        [
            .. Health.Required,
            .. Containers.Select(container => new ProbeSpec { Unit = $"{container.Name}.service" }).Where(probe => !Health.Required.Contains(probe)),
        ],
    };

    /// <summary>The rollout's waves: when this state may be activated, not what it is, and so no part of <see cref="Content"/>.</summary>
    public IReadOnlyList<WaveSpec> Waves { get; init; } = [];

    /// <summary>What becomes of it when it is recalled and nothing good was before it; no part of <see cref="Content"/> either.</summary>
    public RecallRule WhenRecalled { get; init; }

    /// <summary>What the agent alone cannot carry out. Earlier versions wrote it into the journal, where it is passed over.</summary>
    [JsonIgnore]
    public IReadOnlyList<UnsupportedItem> Unsupported => UnsupportedBy(DeviceAbilities.OneProcess);

    /// <summary>What a device cannot carry out; one that meets any of it refuses the release and names it.</summary>
    public IReadOnlyList<UnsupportedItem> UnsupportedBy(DeviceAbilities abilities) => Fleet.Unsupported.In(this, abilities);

    /// <summary>
    /// What this state is by content: the same for two releases that mean the same bytes and gates, whatever commit,
    /// counter or download address they come under. A failed generation is remembered by it.
    /// </summary>
    [JsonIgnore]
    public Sha256Digest Content => ContentDigest.Of(this);
}
