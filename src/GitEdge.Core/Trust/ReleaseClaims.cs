using GitEdge.Core.Manifests;

namespace GitEdge.Core.Trust;

/// <summary>What a release says about itself, in its fleet.yaml and its rollout manifest, read from verified bytes.</summary>
public sealed record ReleaseClaims
{
    /// <summary>The repository's identity, from fleet.yaml.</summary>
    public required Guid RepoId { get; init; }

    /// <summary>The channel of the rollout manifest.</summary>
    public required string Channel { get; init; }

    /// <summary>The epoch, raised when a fleet starts its numbers anew.</summary>
    public required long Epoch { get; init; }

    /// <summary>The release's number.</summary>
    public required long Counter { get; init; }

    /// <summary>The lowest number a device may go back to; null: none.</summary>
    public long? MinCounter { get; init; }

    /// <summary>When the release was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The first moment it may be activated; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From this moment on it may no longer be accepted; null: never ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What the manifests say, read from verified bytes.</summary>
    public static ReleaseClaims Of(FleetManifest fleet, RolloutManifest rollout) => new()
    {
        RepoId = fleet.RepoId,
        Channel = rollout.Channel,
        Epoch = rollout.Epoch,
        Counter = rollout.Counter,
        MinCounter = rollout.MinCounter,
        Created = rollout.Created,
        NotBefore = rollout.NotBefore,
        Expires = rollout.Expires,
    };
}
