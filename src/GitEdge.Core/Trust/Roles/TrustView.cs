namespace GitEdge.Core.Trust.Roles;

/// <summary>What a device believes about its fleet: remembered, persisted and synced before anything is done by it.</summary>
public sealed record TrustView
{
    /// <summary>Who may do what.</summary>
    public required TrustedRoot Root { get; init; }

    /// <summary>What is stopped; null when nothing ever was.</summary>
    public TrustedHold? Hold { get; init; }

    /// <summary>The newest beacon; null when there was never one.</summary>
    public TrustedBeacon? Beacon { get; init; }

    /// <summary>The greatest time that any verified object has said.</summary>
    public DateTimeOffset TimeFloor { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The same, once a verified release has said a time.</summary>
    public TrustView RaisedTo(DateTimeOffset? said) => said > TimeFloor ? this with { TimeFloor = said.Value } : this;

    /// <summary>What releases are judged by; null when nobody may release to the channel.</summary>
    public TrustPolicy? PolicyFor(string channel, ClockReading clock) => Root.Document.ReleaseKeys(channel) is { } keys
        ? new TrustPolicy(Root.Document.RepoId, channel, keys)
        {
            MinEpoch = Root.Document.Epoch,
            TimeFloor = TimeFloor,
            Latest = clock.Latest,
            Hold = Hold?.Document,
        }
        : null;
}
