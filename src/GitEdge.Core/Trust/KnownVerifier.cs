namespace GitEdge.Core.Trust;

/// <summary>
/// Knows a release again that the device accepted before, by the digest of its statement: who may sign is asked once, when
/// it is accepted. A key that is rotated out or revoked later takes nothing back; a recall does.
/// </summary>
public static class KnownVerifier
{
    /// <summary>Whether the tag says what was accepted; else why not. No signature is looked at.</summary>
    public static Checked<KnownTag> VerifyTag(FetchedTag fetched, AcceptedRelease accepted)
    {
        if (ReleaseVerifier.CheckId(fetched) is { } wrongId)
            return wrongId;
        // One copy is read: the caller still holds the array behind the memory.
        if (!TagObject.Parse(fetched.TagBytes.ToArray()).Try(out var tag, out var rejection))
            return rejection;
        if (fetched.RefName != ReleaseRef.Prefix + tag.Name || ReleaseRef.Parse(fetched.RefName) is not { } name)
            return Rejection.Because(RejectionReason.TagNameMismatch, $"The ref is {Untrusted.Show(fetched.RefName)}, the tag says {Untrusted.Show(tag.Name)}.");
        if (!LockTrailer.Read(tag).Try(out var trailer, out rejection))
            return rejection;
        var statement = ReleaseStatement.Of(accepted.RepoId, name, tag.Target, trailer.Lock);
        return statement == accepted.Statement
            ? new KnownTag(tag, name, trailer, accepted)
            : Rejection.Because(RejectionReason.Equivocation, $"It is {statement}, accepted was {accepted.Statement}.");
    }

    /// <summary>The commit is the accepted one; lock and every file.</summary>
    public static Checked<KnownRelease> VerifyFiles(KnownTag tag, FetchedRelease fetched)
    {
        if (fetched.CommitId != tag.Tag.Target)
            return Rejection.Because(RejectionReason.TargetMismatch,
                $"The files are from commit {Untrusted.Show(fetched.CommitId)}, the tag names {tag.Tag.Target}.");
        return LockVerifier.Verify(fetched.Files, tag.Trailer.Lock).Try(out var files, out var rejection)
            ? new KnownRelease(tag, files)
            : rejection;
    }

    /// <summary>The release accepted last, again: nothing but a recall is held against it.</summary>
    /// <param name="known">What <see cref="VerifyFiles"/> gave.</param>
    /// <param name="claims">What the manifests in <see cref="KnownRelease.Files"/> say.</param>
    /// <param name="policy">What the device goes by now.</param>
    public static ReleaseVerdict AcceptAgain(KnownRelease known, ReleaseClaims claims, TrustPolicy policy)
    {
        if (CheckClaims(known, claims, policy) is { } wrong)
            return new ReleaseVerdict.Rejected(wrong);
        var release = new VerifiedRelease(known, claims);
        return policy.CheckRecall(release.Epoch, release.Counter) is { } recalled
            ? new ReleaseVerdict.Rejected(recalled)
            : new ReleaseVerdict.AlreadyAccepted(release);
    }

    /// <summary>
    /// For a device that has to leave what it accepted last, because that was recalled: whether it may go back to a release
    /// that it knows to be good. Counters are not compared, which is why only what the device itself remembers counts.
    /// </summary>
    /// <param name="known">What <see cref="VerifyFiles"/> gave.</param>
    /// <param name="claims">What the manifests in <see cref="KnownRelease.Files"/> say.</param>
    /// <param name="policy">What the device goes by now.</param>
    /// <param name="last">What was accepted last: its floor counts, and its epoch where it has one.</param>
    public static ReleaseVerdict GoBack(KnownRelease known, ReleaseClaims claims, TrustPolicy policy, AcceptedRelease last)
    {
        var verdict = AcceptAgain(known, claims, policy);
        return verdict is ReleaseVerdict.AlreadyAccepted { Release: var release }
            && (AcceptanceRules.CheckFloor(release, last) ?? AcceptanceRules.CheckEpoch(release, policy)) is { } below
                ? new ReleaseVerdict.Rejected(below)
                : verdict;
    }

    private static Rejection? CheckClaims(KnownRelease known, ReleaseClaims claims, TrustPolicy policy)
    {
        if (ReleaseVerifier.CheckClaims(known.Tag.Name, claims, policy) is { } wrong)
            return wrong;
        return claims.Epoch == known.Tag.Accepted.Epoch
            ? null
            : Rejection.Because(RejectionReason.Equivocation, $"Its epoch is {claims.Epoch}, accepted was {known.Tag.Accepted.Epoch}.");
    }
}
