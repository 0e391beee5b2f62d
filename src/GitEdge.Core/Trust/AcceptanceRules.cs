namespace GitEdge.Core.Trust;

/// <summary>What a release must be, compared with the one accepted before it and with the time.</summary>
internal static class AcceptanceRules
{
    /// <summary>Numbers of another repository or channel say nothing about these.</summary>
    public static Rejection? CheckSameOrigin(VerifiedRelease release, AcceptedRelease last) =>
        last.RepoId == release.RepoId && last.Channel == release.Channel
            ? null
            : Rejection.Because(RejectionReason.ForeignAcceptance,
                $"The remembered release is of repository {last.RepoId}, channel {Untrusted.Show(last.Channel)}; "
                + $"this one of {release.RepoId}, '{release.Channel}'.");

    /// <summary>The accepted release itself, perhaps signed again by somebody else.</summary>
    public static bool IsSame(VerifiedRelease release, AcceptedRelease last) =>
        HasSameNumber(release, last) && release.Statement == last.Statement;

    /// <summary>Null for a release with a greater number, on a commit that follows the accepted one.</summary>
    public static Rejection? CheckNewer(VerifiedRelease release, AcceptedRelease last, bool? descends)
    {
        var numbers = $"This is {release.Epoch}/{release.Counter} (epoch/counter), accepted was {last.Epoch}/{last.Counter}";
        if (HasSameNumber(release, last))
            return Rejection.Because(RejectionReason.Equivocation,
                $"{numbers}, with statement {last.Statement} instead of {release.Statement}.");
        if ((release.Epoch, release.Counter).CompareTo((last.Epoch, last.Counter)) < 0)
            return Rejection.Because(
                descends is true ? RejectionReason.CounterNotGreater : RejectionReason.ReplayedRelease, $"{numbers}.");
        return descends is true
            ? null
            : Rejection.Because(RejectionReason.HistoryRewritten, descends is false
                ? $"Commit {release.Commit} does not descend from {last.Commit}, which was accepted before."
                : $"It is not known whether commit {release.Commit} descends from {last.Commit}, which was accepted before.");
    }

    /// <summary>What the fleet's policy has against a release that is new, beyond its signatures.</summary>
    public static Rejection? CheckPolicy(VerifiedRelease release, AcceptedRelease? last, TrustPolicy policy)
    {
        if ((CheckEpoch(release, policy) ?? CheckStep(release, last, policy)) is { } wrong)
            return wrong;
        // A trust document that leaves the epoch of the accepted release behind leaves its time behind too: it may have lied.
        if (release.TaggedAt < last?.TaggedAt && last.Epoch >= policy.MinEpoch)
            return Rejection.Because(RejectionReason.TaggedBackwards, $"It was tagged {release.TaggedAt:u}, the one accepted before it {last.TaggedAt:u}.");
        if (release.TaggedAt > policy.Latest)
            return Rejection.Because(RejectionReason.SignedInFuture, $"It was tagged {release.TaggedAt:u}; nothing is believed that is later than {policy.Latest:yyyy-MM-dd}.");
        // Whoever still has such a key could date a tag back into its time.
        if (policy.TimeFloor > release.Signer?.ValidBefore)
            return Rejection.Because(RejectionReason.SignerNoLongerValid,
                $"The key of {Untrusted.Show(release.Principal ?? "")} counted until {release.Signer.ValidBefore:u}; it is {policy.TimeFloor:u} or later.");
        return policy.CheckRecall(release.Epoch, release.Counter) ?? policy.CheckHold(release.Epoch, release.Counter);
    }

    /// <summary>Null when the epoch still counts.</summary>
    public static Rejection? CheckEpoch(VerifiedRelease release, TrustPolicy policy) => release.Epoch < policy.MinEpoch
        ? Rejection.Because(RejectionReason.EpochBelowTrust, $"The epoch is {release.Epoch}, the trust document asks for {policy.MinEpoch} or more.")
        : null;

    /// <summary>Null when the epoch rises by little enough, so that those who release cannot use the epochs up.</summary>
    private static Rejection? CheckStep(VerifiedRelease release, AcceptedRelease? last, TrustPolicy policy)
    {
        var known = Math.Max(last?.Epoch ?? 0, policy.MinEpoch);
        return release.Epoch - known > TrustPolicy.MaxEpochStep
            ? Rejection.Because(RejectionReason.EpochSkipped, $"The epoch is {release.Epoch}, known was {known}; it may rise by {TrustPolicy.MaxEpochStep} at once.")
            : null;
    }

    /// <summary>Null for a release that a device may go back to; a floor shuts earlier epochs out.</summary>
    public static Rejection? CheckFloor(VerifiedRelease release, AcceptedRelease last) =>
        last.Floor is > 0 and var floor && (release.Epoch, release.Counter).CompareTo((last.Epoch, floor)) < 0
            ? Rejection.Because(RejectionReason.BelowFloor, $"It is {release.Epoch}/{release.Counter} (epoch/counter), the floor {last.Epoch}/{floor}.")
            : null;

    /// <summary>Null inside the release's own window.</summary>
    public static Rejection? CheckTime(ReleaseClaims claims, DateTimeOffset now)
    {
        if (now >= claims.Expires)
            return Rejection.Because(RejectionReason.Expired, $"It expired at {claims.Expires:u}; it is {now:u}.");
        return now < claims.NotBefore
            ? Rejection.Because(RejectionReason.NotYetStarted, $"It starts at {claims.NotBefore:u}; it is {now:u}.")
            : null;
    }

    private static bool HasSameNumber(VerifiedRelease release, AcceptedRelease last) =>
        release.Epoch == last.Epoch && release.Counter == last.Counter;
}
