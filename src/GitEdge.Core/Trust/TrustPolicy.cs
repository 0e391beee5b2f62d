using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Trust;

/// <summary>What a device goes by: which repository, which channel, whose signatures, and what was stopped.</summary>
/// <param name="RepoId">The fleet repository's identity.</param>
/// <param name="Channel">The channel the device follows.</param>
/// <param name="Release">Who releases to it, and how many of them have to sign.</param>
public sealed record TrustPolicy(Guid RepoId, string Channel, RoleKeys Release)
{
    /// <summary>
    /// How far the epoch of a release may be above that of the one before it, or above the trust document's: an epoch is what
    /// a fleet begins anew with after its release keys were stolen, and the thief must not have taken the last.
    /// </summary>
    public const long MaxEpochStep = 1000;

    /// <summary>A device that knows no trust document: whoever allowed_signers names, each alone.</summary>
    public TrustPolicy(Guid repoId, string channel, AllowedSigners signers)
        : this(repoId, channel, RoleKeys.AnyOf(signers))
    {
    }

    /// <summary>The lowest epoch that may be accepted.</summary>
    public long MinEpoch { get; init; }

    /// <summary>The greatest time that any verified object of this fleet has said; it is later than that on every clock.</summary>
    public DateTimeOffset TimeFloor { get; init; } = DateTimeOffset.MinValue;

    /// <summary>What is signed later than this lies; null when the device's clock cannot tell.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>What is stopped and recalled; null when nothing ever was.</summary>
    public HoldDocument? Hold { get; init; }

    /// <summary>Null when nobody recalled this release of the channel.</summary>
    public Rejection? CheckRecall(long epoch, long counter) => Hold?.FindRecall(Channel, epoch, counter) is { } recall
        ? Rejection.Because(RejectionReason.Recalled, $"Hold document {Hold.Version} recalls {Channel} {epoch}/{counter} (epoch/counter): {Untrusted.Show(recall.Reason)}.")
        : null;

    /// <summary>
    /// Null when no hold keeps this release of the channel from being begun: one that came after its acceptance does too. What
    /// runs is not asked.
    /// </summary>
    public Rejection? CheckHold(long epoch, long counter) => Hold?.FindHold(Channel, epoch, counter) is { } hold
        ? Rejection.Because(RejectionReason.Held, $"Hold document {Hold.Version} stops '{hold.Channel}', {hold.Extent()}: {Untrusted.Show(hold.Reason)}.")
        : null;
}
