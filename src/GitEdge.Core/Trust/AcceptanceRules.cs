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
