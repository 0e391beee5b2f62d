namespace GitEdge.Core.Trust;

/// <summary>
/// Proves a release, in two stages: the signature and the files, after which the manifests may be read; then what the
/// manifests claim, against what was accepted before.
/// </summary>
public static class ReleaseVerifier
{
    /// <summary>
    /// The beginning of the first stage, which costs next to nothing: the tag's bytes, its signature and signer; ref name and
    /// channel; trailer. Anybody who can push can make a tag, so that nothing it names is worth reading before this.
    /// </summary>
    public static Checked<SignedTag> VerifyTag(FetchedTag fetched, TrustPolicy policy, Ed25519Verify ed25519)
    {
        if (CheckId(fetched) is { } wrongId)
            return wrongId;
        if (!TagVerifier.Verify(fetched.TagBytes, policy.Release, ed25519).Try(out var tag, out var rejection))
            return rejection;
        if (!CheckName(fetched, tag, policy).Try(out var name, out rejection))
            return rejection;
        return LockTrailer.Read(tag).Try(out var trailer, out rejection) ? new SignedTag(tag, name, trailer, policy) : rejection;
    }

    /// <summary>
    /// Null when as many principals stand behind the tag as the channel asks for: to be asked before what it names is read,
    /// since one of several can sign any number of tags.
    /// </summary>
    /// <param name="tag">What <see cref="VerifyTag"/> gave.</param>
    /// <param name="cosignatures">Tags that may be co-signatures of it.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Rejection? CheckSigners(SignedTag tag, IEnumerable<FetchedTag> cosignatures, Ed25519Verify ed25519) =>
        CosignatureVerifier.Verify(tag, cosignatures, ed25519).Rejection;

    /// <summary>The rest of the first stage: enough principals signed; the commit is the signed one; lock and every file.</summary>
    /// <param name="tag">What <see cref="VerifyTag"/> gave.</param>
    /// <param name="fetched">What was fetched for the same ref.</param>
    /// <param name="ed25519">The primitive that Core does not have.</param>
    public static Checked<SignedRelease> VerifyFiles(SignedTag tag, FetchedRelease fetched, Ed25519Verify ed25519)
    {
        if (!CosignatureVerifier.Verify(tag, fetched.Cosignatures, ed25519).Try(out var approval, out var rejection))
            return rejection;
        if (fetched.CommitId != tag.Commit)
            return Rejection.Because(RejectionReason.TargetMismatch,
                $"The files are from commit {Untrusted.Show(fetched.CommitId)}, the tag names {tag.Commit}.");
        return LockVerifier.Verify(fetched.Files, tag.Trailer.Lock).Try(out var files, out rejection)
            ? new SignedRelease(tag, files, new ReleaseContext(tag.Policy, approval, fetched.DescendsFromAccepted))
            : rejection;
    }

    /// <summary>
    /// The first stage: the tag's bytes, its signature and signer; ref name and channel; trailer, lock and every file.
    /// </summary>
    public static Checked<SignedRelease> VerifySignature(FetchedRelease fetched, TrustPolicy policy, Ed25519Verify ed25519) =>
        VerifyTag(fetched.Tag, policy, ed25519).Try(out var tag, out var rejection) ? VerifyFiles(tag, fetched, ed25519) : rejection;

    /// <summary>
    /// The second stage: the claims of the verified manifests, replay, equivocation, ancestry, time. Nothing is remembered
    /// here: persist <see cref="VerifiedRelease.ToAccepted"/> before staging.
    /// </summary>
    /// <param name="signed">What the first stage gave.</param>
    /// <param name="claims">What the manifests in <see cref="SignedRelease.Files"/> say.</param>
    /// <param name="last">The acceptance remembered for this repository and channel; null when there never was one.</param>
    /// <param name="now">The time to compare with, never lower than the device's time floor.</param>
    public static ReleaseVerdict Accept(SignedRelease signed, ReleaseClaims claims, AcceptedRelease? last, DateTimeOffset now)
    {
        if (CheckClaims(signed.Name, claims, signed.Context.Policy) is { } wrong)
            return new ReleaseVerdict.Rejected(wrong);
        var release = new VerifiedRelease(signed, claims);
        if (last is not null)
        {
            if (AcceptanceRules.CheckSameOrigin(release, last) is { } foreign)
                return new ReleaseVerdict.Rejected(foreign);
            if (AcceptanceRules.IsSame(release, last))
                return AcceptanceRules.CheckRecall(release, signed.Context.Policy) is { } recalled
                    ? new ReleaseVerdict.Rejected(recalled)
                    : new ReleaseVerdict.AlreadyAccepted(release);
            if (AcceptanceRules.CheckNewer(release, last, signed.Context.DescendsFromAccepted) is { } old)
                return new ReleaseVerdict.Rejected(old);
        }
        return (AcceptanceRules.CheckPolicy(release, last, signed.Context.Policy) ?? AcceptanceRules.CheckTime(claims, now)) is { } refused
            ? new ReleaseVerdict.Rejected(refused)
            : new ReleaseVerdict.Accepted(release);
    }

    /// <summary>
    /// Whether an accepted release that does not run yet may be begun now: a hold that came after its acceptance keeps it
    /// from being activated. What runs is not asked.
    /// </summary>
    public static Rejection? CheckActivation(VerifiedRelease release, TrustPolicy policy) => AcceptanceRules.CheckHold(release, policy);

    internal static Rejection? CheckId(FetchedTag fetched)
    {
        var body = fetched.TagBytes.Span;
        if (TagParser.CheckAnnotated(body) is { } lightweight)
            return lightweight;
        if (ObjectName.IsSha256(fetched.TagId))
            return Rejection.Because(RejectionReason.Sha256Repository, "The ref points to a 64-digit object id.");
        var actual = TagObject.IdOf(body);
        return actual == fetched.TagId
            ? null
            : Rejection.Because(RejectionReason.TagIdMismatch,
                $"The ref points to {Untrusted.Show(fetched.TagId)}, but these bytes are the tag {actual}.");
    }

    private static Checked<ReleaseRef> CheckName(FetchedTag fetched, VerifiedTag tag, TrustPolicy policy)
    {
        if (tag.CheckRef(fetched.RefName) is { } renamed)
            return renamed;
        if (ReleaseRef.Parse(fetched.RefName) is not { } name)
            return Rejection.Because(RejectionReason.RefNameInvalid, $"The ref is {Untrusted.Show(fetched.RefName)}.");
        if (name.Channel != policy.Channel)
            return Rejection.Because(RejectionReason.OtherChannel,
                $"The release is for channel '{name.Channel}', this device follows '{policy.Channel}'.");
        return name;
    }

    internal static Rejection? CheckClaims(ReleaseRef name, ReleaseClaims claims, TrustPolicy policy)
    {
        if (claims.RepoId != policy.RepoId)
            return Rejection.Because(RejectionReason.OtherRepository,
                $"fleet.yaml says repository {claims.RepoId}, this device belongs to {policy.RepoId}.");
        if (claims.Channel != name.Channel)
            return Rejection.Because(RejectionReason.ManifestChannelMismatch,
                $"The rollout manifest is of channel {Untrusted.Show(claims.Channel)}, the tag of '{name.Channel}'.");
        if (claims.Counter != name.Counter)
            return Rejection.Because(RejectionReason.ManifestCounterMismatch,
                $"The rollout manifest has counter {claims.Counter}, the tag {name.Counter}.");
        return claims.MinCounter > claims.Counter
            ? Rejection.Because(RejectionReason.MinCounterAboveCounter, $"minCounter is {claims.MinCounter}, counter {claims.Counter}.")
            : null;
    }
}
