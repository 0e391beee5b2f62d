using System.Diagnostics.CodeAnalysis;
using GitEdge.Core.Primitives;

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

    /// <summary>The greatest time that a trust document or a release has said: never falls.</summary>
    public DateTimeOffset LastingFloor { get; init; } = DateTimeOffset.MinValue;

    /// <summary>
    /// The greatest time that anything believed says. What one key alone may sign, a hold document or a beacon, counts only
    /// as long as it is believed itself: otherwise that key could end all trust documents for a device without a clock.
    /// </summary>
    public DateTimeOffset TimeFloor => new[] { LastingFloor, Hold?.Document.Created, Beacon?.Document.Created }.Max() ?? LastingFloor;

    /// <summary>The same, once a verified release has said a time.</summary>
    public TrustView RaisedTo(DateTimeOffset? said) => said > LastingFloor ? this with { LastingFloor = said.Value } : this;

    /// <summary>
    /// The same by another trust document: once a key has lost the role fresh, the beacon is forgotten, since that key may
    /// have signed it (The Update Framework, specification 1.0, section 5.3.11).
    /// </summary>
    public TrustView Under(TrustedRoot root) => this with { Root = root, Beacon = FreshRules.HasLostKeys(Root.Document, root.Document) ? null : Beacon };

    /// <summary>
    /// The accepted release with the versions that are believed: they stand in two files, so that losing one does not let
    /// older ones in.
    /// </summary>
    [return: NotNullIfNotNull(nameof(accepted))]
    public AcceptedRelease? Mark(AcceptedRelease? accepted)
    {
        if (accepted is null)
            return null;
        var marked = accepted with { TrustVersion = Math.Max(accepted.TrustVersion ?? 0, Root.Document.Version) };
        return Hold is { Document.Version: var version } hold && version >= (accepted.HoldVersion ?? 0)
            ? marked with { HoldVersion = version, HoldDigest = Sha256Digest.Of(hold.Content.Span) }
            : marked;
    }

    /// <summary>What releases are judged by; null when nobody may release to the channel.</summary>
    public TrustPolicy? PolicyFor(string channel, ClockReading clock) => Root.Document.ReleaseKeys(channel) is { } keys
        ? new TrustPolicy(Root.Document.RepoId, channel, keys)
        {
            MinEpoch = Root.Document.Epoch,
            TimeFloor = TimeFloor,
            // Nothing is released by a document that has expired: without this a device whose clock cannot tell would believe any time.
            Latest = new[] { clock.Latest, Root.Document.Expires.AddSeconds(-1) }.Min(),
            Hold = Hold?.Document,
        }
        : null;
}
